// Given to every process with --import whose standard input is a pipe from whoever started it. When that one is gone, also
// when it was killed and could tell nobody, the pipe closes and the process ends too.
process.stdin.on("error", end).on("end", end).resume();
process.stdin.unref?.();

function end() {
  process.kill(process.pid, "SIGTERM");
  setTimeout(() => process.exit(1), 5000).unref();
}
