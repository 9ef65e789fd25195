from pipeline.documents.run_document import no_run_document


def test_a_run_with_nothing_to_do_has_a_document_without_a_run():
    assert no_run_document(0) == {"version": 1, "run": None, "exit_code": 0}
