# The tests of TRX reports that failed, each with how its message begins.

/<UnitTestResult / {
    failed = /outcome="Failed"/
    name = $0
    sub(/.*testName="/, "", name)
    sub(/".*/, "", name)
}

failed && /<Message>/ {
    sub(/.*<Message>/, "")
    printf "FAILED: %s: ", name
    failed = 0
    told = 1
}

told {
    last = sub(/<\/Message>.*/, "")
    printf "%.300s\n", $0
    told = last || told == 5 ? 0 : told + 1
}
