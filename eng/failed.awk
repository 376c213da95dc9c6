# The tests of TRX reports that failed, a line each, with how their message begins.

/<UnitTestResult / {
    failed = /outcome="Failed"/
    name = $0
    sub(/.*testName="/, "", name)
    sub(/".*/, "", name)
}

failed && /<Message>/ {
    message = $0
    sub(/.*<Message>/, "", message)
    sub(/<\/Message>.*/, "", message)
    printf "FAILED: %s: %.300s\n", name, message
    failed = 0
}
