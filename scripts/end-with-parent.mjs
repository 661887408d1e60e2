import { isMainThread } from "node:worker_threads";

// Given with --import to every process whose standard input is a pipe from whoever started it. When that one is gone, also
// when it was killed and could tell nobody, the pipe closes and the process ends too. Threads inherit --import, not the pipe.
if (isMainThread) {
  process.stdin.on("error", end).on("end", end).resume();
  process.stdin.unref?.();
}

function end() {
  process.kill(process.pid, "SIGTERM");
  setTimeout(() => process.exit(1), 5000).unref();
}
