import Foundation

/// Runs a recursive job on a thread with a stack of its own.
///
/// The YAML parser recurses as deep as a file nests, up to 1000 levels, which needs more than the
/// 512 KiB that a concurrent task may have on macOS.
func withDeepStack<Success>(
  _ job: () throws(InputError) -> Success
) throws(InputError) -> Success {
  try withoutActuallyEscaping(job) { job throws(InputError) in
    let errand = Errand(job)
    let thread = Thread { errand.run() }
    thread.stackSize = 64 << 20
    thread.start()
    return try errand.wait()
  }
}

/// A job and its result; the semaphore orders what the two threads do with them.
private final class Errand<Success>: @unchecked Sendable {
  private var job: (() throws(InputError) -> Success)?
  private var result: Result<Success, InputError>?
  private let done = DispatchSemaphore(value: 0)

  init(_ job: @escaping () throws(InputError) -> Success) { self.job = job }

  func run() {
    if let job { result = Result { () throws(InputError) in try job() } }
    job = nil
    done.signal()
  }

  func wait() throws(InputError) -> Success {
    done.wait()
    return try result!.get()
  }
}
