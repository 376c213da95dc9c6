# The counts of one TRX report: passed, failed, skipped.

function count(name,    from, rest) {
    from = index($0, " " name "=\"")
    rest = substr($0, from + length(name) + 3)
    return from ? substr(rest, 1, index(rest, "\"") - 1) + 0 : 0
}

/<Counters / {
    passed += count("passed")
    failed += count("failed") + count("error") + count("timeout") + count("aborted")
    skipped += count("total") - count("executed")
}

END { print passed + 0, failed + 0, skipped + 0 }
