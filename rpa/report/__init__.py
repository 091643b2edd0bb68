"""Reports of a run, made of its record alone: a page for people, a spreadsheet, JSON, JUnit and a calendar."""
