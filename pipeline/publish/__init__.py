"""What a run publishes, as frames and staged files: reports, answers, settlements, run.json."""
