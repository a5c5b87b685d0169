"""The process that makes one document: a job as JSON comes in, the PDF goes out. It imports nothing of ours.

Ends with 1 and a sentence where typst refuses the source; with 2 where there was not enough memory.
"""

import json
import re
import sys

import typst

MAX_LETTERS_WITHOUT_FONT = 200
REPLACEMENT = "\ufffd"

# typst names the first one only: 'the text `"李"` could not be displayed with font ...', or "\u{1f389}".
_NOT_DISPLAYED = re.compile(r'the text `"(.+?)"` could not be displayed')
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")


def limit_memory(mebibytes: int) -> None:
    """Let this process have no more address space than that, where the system can hold it to it."""
    if sys.platform == "linux":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (mebibytes << 20, mebibytes << 20))


def letters_without_font(message: str) -> set[str]:
    """Return the letters that typst found in no font, as it says; none when it complains of something else."""
    found = _NOT_DISPLAYED.search(message)
    if found is None:
        return set()
    return set(_ESCAPED.sub(lambda code: chr(int(code[1], 16)), found[1])) - {REPLACEMENT}


def make(job: dict[str, object], inputs: dict[str, str]) -> bytes:
    """Return the PDF of one job; raises typst.TypstError."""
    root = str(job["root"])
    compiler = typst.Compiler(
        f"{root}/{job['source']}",
        root=root,
        font_paths=typst.Fonts(include_system_fonts=False, font_paths=[str(job["fonts"])]),
        # No package is fetched from anywhere.
        package_path=f"{root}/none",
        package_cache_path=f"{root}/none",
    )
    made_at = int(str(job["made_at"]))
    for _ in range(MAX_LETTERS_WITHOUT_FONT):
        try:
            pdf = compiler.compile(sys_inputs=inputs, pdf_standards=["a-2a", "ua-1"], timestamp=made_at)
        except typst.TypstError as error:
            missing = letters_without_font(error.message)
            if not missing:
                raise
            table = str.maketrans(dict.fromkeys(missing, REPLACEMENT))
            inputs = {name: text.translate(table) for name, text in inputs.items()}
        else:
            # One file was asked for, in memory.
            assert isinstance(pdf, bytes)  # noqa: S101
            return pdf
    raise ValueError("too many letters that no font has")


def main() -> int:
    """Read the job from standard input and write the document to standard output."""
    job = json.load(sys.stdin)
    limit_memory(job["mebibytes"])
    try:
        sys.stdout.buffer.write(make(job, job["inputs"]))
    except typst.TypstError as error:
        sys.stderr.write("\n".join([error.message, *error.hints, *error.trace, error.diagnostic]))
        return 1
    except (MemoryError, ValueError):
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
