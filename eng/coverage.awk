# Line coverage of each room over all test assemblies' Cobertura reports: a line counts as covered where any of them ran it.
# Variables: rooms (names, separated by spaces), minimum (per cent). Ends with 1 where a room is below the minimum,
# or where no report knows it.

function attribute(name,    from, rest) {
    from = index($0, " " name "=\"")
    if (!from) return ""
    rest = substr($0, from + length(name) + 3)
    return substr(rest, 1, index(rest, "\"") - 1)
}

/<source>/ { source = $0; sub(/.*<source>/, "", source); sub(/<\/source>.*/, "", source); sub(/\/*$/, "/", source) }
/<package / { room = attribute("name"); sub(/^Diary\./, "", room) }
/<class / { file = attribute("filename"); if (file !~ /^\//) file = source file }
/<line / {
    line = room SUBSEP file SUBSEP attribute("number")
    if (!(line in known)) { known[line] = 1; total[room]++ }
    if (attribute("hits") > 0 && !(line in hit)) { hit[line] = 1; covered[room]++ }
}

END {
    count = split(rooms, names, " ")
    for (i = 1; i <= count; i++) {
        room = names[i]
        if (!total[room]) { printf "%-13s was not measured\n", room; failed = 1; continue }
        share = 100 * covered[room] / total[room]
        low = share < minimum
        printf "%-13s %5.1f %% of %d lines%s\n", room, share, total[room], low ? ", below " minimum " %" : ""
        if (low) failed = 1
    }
    exit failed
}
