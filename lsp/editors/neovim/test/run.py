"""Neovim, set up with exactly the lines of docs/editors.md, in a project of its own: `run.py ROOT WHIT INSTALLED`.

ROOT is the folder of the workspace, WHIT the program, INSTALLED the virtual environment that has Neovim. The server's
features are tried in Neovim by session.lua, the syntax file with the cases of the TextMate grammar by syntax.lua.
"""

import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib

LIMIT = 180


def block(page, heading, language):
    """The first block of a language below a heading."""
    section = page.split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]
    found = re.search(rf"^```{language}\n(.*?)^```$", section, re.MULTILINE | re.DOTALL)
    if not found:
        sys.exit(f"docs/editors.md: no block `{language}` below {heading}")
    return found.group(1)


def groups(root):
    """The group of the syntax file for each scope of TextMate."""
    grammar = tomllib.loads((root / "lsp/editors/grammar/grammar.toml").read_text())
    tokens = grammar["token"] + grammar["region"] + [token for region in grammar["region"] for token in region["inside"]]
    return {token["scope"].split(" ")[-1]: {"whit" + one["name"][0].upper() + one["name"][1:] for one in tokens
                                            if one["scope"].split(" ")[-1] == token["scope"].split(" ")[-1]}
            for token in tokens}


def main():
    root, whit, installed = (pathlib.Path(word).resolve() for word in sys.argv[1:4])
    page = (root / "docs/editors.md").read_text()
    with tempfile.TemporaryDirectory() as folder:
        home = pathlib.Path(folder)
        config = home / ".config/nvim"
        config.mkdir(parents=True)
        (config / "init.lua").write_text(block(page, "Neovim", "lua"))
        environment = {
            "HOME": folder,
            "LANG": "C.UTF-8",
            "PATH": os.pathsep.join([str(whit.parent), os.environ["PATH"]]),
            "SCRIPTS": str(pathlib.Path(__file__).resolve().parent),
        }
        subprocess.run(["sh", "-eu", "-c", block(page, "Neovim", "sh")], cwd=root, env=environment, check=True)
        project = home / "payments"
        shutil.copytree(root / "examples/payments", project)
        of_scope = groups(root)
        cases = json.loads((root / "lsp/editors/tokens/cases.json").read_text())
        wanted = [{"line": case["line"], "words": [[text, sorted(of_scope[scope])] for text, scope in case["words"] if scope]}
                  for case in cases]
        (home / "cases.json").write_text(json.dumps(wanted))
        failed = False
        for script in sys.argv[4:] or ["syntax", "session"]:
            command = [installed / "bin/nvim", "--headless", "payments.whit", "-c", f"luafile $SCRIPTS/{script}.lua"]
            try:
                # Neovim writes to standard error where a terminal would be.
                done = subprocess.run(command, cwd=project, env=environment, stdin=subprocess.DEVNULL, timeout=LIMIT,
                                      stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
                print(done.stdout.replace("\r", "").strip())
                failed = failed or done.returncode != 0
            except subprocess.TimeoutExpired as late:
                output = late.output or b""
                print(output.decode(errors="replace") if isinstance(output, bytes) else output)
                print(f"{script}.lua takes longer than {LIMIT} seconds")
                failed = True
            log = home / ".local/state/nvim/lsp.log"
            if failed and log.exists():
                print(log.read_text()[-4000:])
    sys.exit(1 if failed else 0)


main()
