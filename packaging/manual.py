"""Turns what the program says of its commands into a manual page.

    inventory-reports --experimental-dump-help | manual.py VERSION DATE > inventory-reports.1

The commands and options come from the program, so that the page cannot differ from it; what holds for
all of them stands here.
"""

import json
import sys

EXIT_STATUS = [
    ("0", "Done, or nothing was due."),
    ("3", "Partly done: a report failed, or something apart from the reports. The messages say what;"
          " the next run makes what is missing."),
    ("64", "The command line is wrong."),
    ("65", "A check of the data failed. The report is not published."),
    ("69", "No database can be reached."),
    ("73", "The output cannot be written."),
    ("75", "Try again later: no standby is fresh enough, or something is locked."),
    ("78", "Configuration or definition is wrong."),
    ("1", "Anything else."),
    ("129, 130, 143", "Stopped by Ctrl-C, the end of its terminal or a signal. No half-made report is left."),
]

FILES = [
    ("/etc/inventory-reports/inventory-reports.yml",
     "The configuration, unless there is an inventory-reports.yml in the current folder."),
    ("reorder-policy.yml", "Beside the configuration: lead times, packs, open orders."),
    ("finance-policy.yml", "Beside the configuration: carrying value, ages, provisions."),
]


def roff(text):
    """Text in which roff finds nothing to do."""
    lines = text.replace("\\", "\\e").replace("-", "\\-").split("\n")
    return "\n".join("\\&" + line if line[:1] in (".", "'") else line for line in lines)


def name_of(name):
    return ("-" if name["kind"] == "short" else "--") + name["name"]


def words_of(argument):
    """How an argument is written, for the list of options."""
    value = argument.get("valueName", "value")
    if argument["kind"] == "positional":
        return f"\\fI{roff(value)}\\fR" + (" ..." if argument["isRepeating"] else "")
    names = ", ".join(f"\\fB{roff(name_of(name))}\\fR" for name in argument["names"])
    return names + (f" \\fI{roff(value)}\\fR" if argument["kind"] == "option" else "")


def synopsis_of(argument):
    value = argument.get("valueName", "value")
    if argument["kind"] == "positional":
        words = f"\\fI{roff(value)}\\fR"
    else:
        words = f"\\fB{roff(name_of(argument['preferredName']))}\\fR"
        if argument["kind"] == "option":
            words += f" \\fI{roff(value)}\\fR"
    if argument["isRepeating"]:
        words += " ..."
    return f"[{words}]" if argument["isOptional"] or argument["kind"] == "flag" else words


def shown(command):
    return [a for a in command.get("arguments", []) if a.get("shouldDisplay", True)]


def key(argument):
    return tuple(name_of(name) for name in argument.get("names") or [])


def leaves(command, path=()):
    """The commands that do something, each with its words."""
    children = [c for c in command.get("subcommands", []) if c["commandName"] != "help"]
    if not children:
        yield path, command
    for child in children:
        yield from leaves(child, path + (child["commandName"],))


def entry(argument):
    text = argument.get("abstract", "")
    default = argument.get("defaultValue")
    if default and "efault" not in text:
        text += f" Default: {default}."
    values = argument.get("allValues")
    if values and not all(value in text for value in values):
        text += f" One of {', '.join(values)}."
    return [".TP", words_of(argument), roff(text)]


def discussion(text):
    """Paragraphs; a stretch of indented lines stays as it is."""
    lines, is_example = [], False
    for line in text.strip("\n").split("\n"):
        if line.startswith("  ") != is_example:
            is_example = not is_example
            lines.append(".nf" if is_example else ".fi")
        lines.append(roff(line) if line.strip() else ".PP")
    return lines + ([".fi"] if is_example else [])


def page(root, version, date):
    commands = list(leaves(root))
    common = set.intersection(*[{key(a) for a in shown(c) if key(a)} for _, c in commands])
    name = root["commandName"]
    out = [f'.TH {name.upper()} 1 "{date}" "{name} {version}" "User Commands"', ".SH NAME",
           f"{roff(name)} \\- {roff(root['abstract'].rstrip('.'))}", ".SH SYNOPSIS"]
    for path, command in commands:
        own = [a for a in shown(command) if key(a) not in common]
        words = " ".join([f"\\fB{roff(' '.join((name,) + path))}\\fR"] + [synopsis_of(a) for a in own])
        out += [words, ".br"]
    out.pop()
    out += [".SH DESCRIPTION", roff(root["abstract"]), ".SH COMMANDS"]
    for path, command in commands:
        out += [f".SS {roff(' '.join(path))}", roff(command.get("abstract", ""))]
        if command.get("discussion"):
            out += [".PP"] + discussion(command["discussion"])
        for argument in shown(command):
            if key(argument) not in common:
                out += entry(argument)
    out.append(".SH COMMON OPTIONS")
    for argument in shown(commands[0][1]):
        if key(argument) in common:
            out += entry(argument)
    out.append(".SH EXIT STATUS")
    for code, meaning in EXIT_STATUS:
        out += [".TP", f"\\fB{roff(code)}\\fR", roff(meaning)]
    out.append(".SH FILES")
    for path, meaning in FILES:
        out += [".TP", f"\\fI{roff(path)}\\fR", roff(meaning)]
    out += [".SH ENVIRONMENT",
            "Every setting can be given by a variable of the environment;",
            f"\\fB{roff(name)} config show\\fR lists them all.",
            ".SH SEE ALSO", ".BR psql (1),", ".BR cron (8),", ".BR systemd.timer (5)"]
    return "\n".join(out) + "\n"


if __name__ == "__main__":
    sys.stdout.write(page(json.load(sys.stdin)["command"], *sys.argv[1:3]))
