"""Looks for misspelled words in the texts of this repository.

    python3 src/test/spelling/spelling.py FILE...

Notebooks are read by their markdown cells, other files as markdown. Code, formulas, links, HTML tags and names in mixed case are
left out. What Debian's hunspell does not know in its British dictionary and words.txt does not list is printed with its place;
then the exit code is 1. So is -ize where -ise is a word, since the dictionary has both. Hunspell, because it has a full dictionary for each variety of English and needs no network: codespell
only knows common mistakes, and cspell comes from npm.

words.txt has one word per line, in the order of `LC_ALL=C sort -u`. A word in lower case also stands for itself capitalised.
"""

import json
import re
import subprocess
import sys
from pathlib import Path

WORDS = Path(__file__).parent / "words.txt"
DICTIONARY = "en_GB"

LEFT_OUT = [
    r"(?ms)^[ \t]*(```+|~~~+).*?^[ \t]*\1[ \t]*$",  # a fenced block
    r"(?s)(?<!`)(`+)(?!`).+?(?<!`)\1(?!`)",  # code in a line
    r"(?s)(?<!\\)\$\$.*?\$\$|(?<!\\)\$.*?(?<!\\)\$",  # a formula
    r"(?s)<!--.*?-->|</?[a-zA-Z][^>]*>",  # HTML, and addresses in angle brackets
    r"(?<=\])\((?:[^()]|\([^()]*\))*\)",  # the target of a link
    r"(?m)^\s{0,3}\[[^\]]+\]:.*$",
    r"(?m)^- [^*\n]*: \*[^*\n]+\*",  # authors and title of a reference, which are spelled as they are
    r"https?://\S+",
    r"\S*[/\\@_=]\S*\.\w+|\w[\w-]*(?:\.[\w-]+)*\.(?:ci|com|io|ipynb|jar|java|json|jsh|lab|md|org|png|py|txt|xml|yml|zip)\b",
    r"\b(?:arXiv|doi):\S+",
    r"&\w+;",
    r"(?<=\w)['’]s\b",
    r"\b\w*\d\w*\b",
    r"\b\w*[a-z]\w*[A-Z]\w*\b|\b[A-Z]{2,}[a-z]\w*\b|\b[A-Z]{2,}\b",  # camelCase and acronyms
]

IZE = re.compile(r"iz(e|ed|es|er|ers|ing|ation|ations|able)$")


def prose(markdown):
    """The text to be spelled, on the lines that it is on.

    >>> prose("One `cdoe` and $x_{frmula}$,\\n[a link](http://adress.org/mispeled) to fooBar.")
    'One   and  ,\\n[a link]  to  .'
    >>> prose("```java\\nint teh;\\n```\\n<img src='teh.png' alt=''> The VAE, by Kingma")
    '\\n\\n\\n  The  , by Kingma'
    >>> prose("- I. Loshchilov: *Stochastic Optimization*, ICLR")
    ' ,  '
    """
    for pattern in LEFT_OUT:
        markdown = re.sub(pattern, lambda found: "\n" * found.group().count("\n") or " ", markdown)
    return markdown


def texts(file):
    """The texts of a file, each with what to call its place by."""
    content = Path(file).read_text(encoding="utf-8")
    if not file.endswith(".ipynb"):
        return [(file, content)]
    cells = json.loads(content)["cells"]
    return [
        (f"{file}, cell {number}", "".join(cell["source"]))
        for number, cell in enumerate(cells, start=1)
        if cell["cell_type"] == "markdown"
    ]


def hunspell(text):
    """The words that hunspell does not know."""
    command = ["hunspell", "-d", DICTIONARY, "-i", "utf-8", "-p", str(WORDS), "-l"]
    found = subprocess.run(command, input=text, capture_output=True, text=True, encoding="utf-8", check=True)
    if found.stderr:
        sys.exit(f"hunspell: {found.stderr}")
    return set(found.stdout.split())


def unknown(text, words):
    """The words of a text that are to be written otherwise."""
    with_z = {word for word in re.findall(r"[^\W\d_]+", text) if IZE.search(word) and word.casefold() not in words}
    with_s = {word: IZE.sub(r"is\1", word) for word in with_z}
    no_words = hunspell(" ".join(with_s.values()))
    return hunspell(text) | {word for word, british in with_s.items() if british not in no_words}


def main(files):
    words = WORDS.read_text(encoding="utf-8").splitlines()
    if words != sorted(set(words)):  # by code points, as that command does
        sys.exit(f"{WORDS} must be sorted: LC_ALL=C sort -u -o {WORDS} {WORDS}")
    places = [(place, prose(text)) for file in files for place, text in texts(file)]
    wrong = unknown("\n".join(text for _, text in places), words)
    found = 0
    for place, text in places:
        for number, line in enumerate(text.splitlines(), start=1):
            for word in re.findall(r"[^\W\d_]+(?:['’][^\W\d_]+)*", line):
                if word in wrong or word.replace("’", "'") in wrong:
                    print(f"{place}, line {number}: {word}")
                    found += 1
    if wrong and not found:
        sys.exit(f"not found again, but misspelled: {sorted(wrong)}")
    print(f"{len(files)} files, {found} misspelled words")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
