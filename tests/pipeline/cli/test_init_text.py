from pipeline.cli.init_text import new_workspace_text


def test_the_text_says_where_to_drop_feeds_and_what_to_run():
    names = ("workspace", "settings", "fees", "inbox")
    text = new_workspace_text({name: f"/books/{name}" for name in names})
    assert "into /books/inbox" in text
    assert text.splitlines()[-1].endswith("ordermill run -w /books/workspace")
