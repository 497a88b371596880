import Foundation

/// How long this thread computes.
///
/// Unlike the time that passes, it does not grow with what else the machine has to do.
public func threadTime<Failure: Error>(_ body: () throws(Failure) -> Void) throws(Failure)
  -> Duration
{
  let begun = threadTime()
  try body()
  return threadTime() - begun
}

private func threadTime() -> Duration {
  var time = timespec()
  unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
  return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
}
