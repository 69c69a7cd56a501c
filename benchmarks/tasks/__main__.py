"""python -m benchmarks.tasks: clicks, fields, pages and seconds of each task, from an empty instance."""

import argparse
import tempfile
from pathlib import Path

from benchmarks.figures import last_line
from benchmarks.tasks.instance import empty_instance
from benchmarks.tasks.stories import Story, told
from scripts.screenshot import chromium


def main() -> None:
    argparse.ArgumentParser(prog="python -m benchmarks.tasks", description=__doc__).parse_args()
    with tempfile.TemporaryDirectory() as folder, empty_instance(Path(folder)) as instance, chromium() as browser:
        story = Story(browser, instance)
        told(story)
    print("| who | task | clicks | fields | pages | seconds |\n|---|---|--:|--:|--:|--:|")
    for one in story.tasks:
        print(f"| {one.who} | {one.what} | {one.clicks} | {one.fields} | {one.pages} | {one.seconds:.1f} |")
    totals = {name: sum(getattr(one, name) for one in story.tasks) for name in ("clicks", "fields", "pages", "seconds")}
    last_line({"tasks": len(story.tasks), **totals})


if __name__ == "__main__":
    main()
