import Foundation
import Synchronization
import Testing

@testable import ReportSite

@Suite struct SingleFlightTests {
  /// Work that goes on until it is let go, and how often it was begun.
  private final class Work: Sendable {
    struct Failed: Error {}

    let begun = Atomic(0)
    private let stream = AsyncStream.makeStream(of: Result<String, any Error>.self)

    func end(_ result: Result<String, any Error> = .success("made")) {
      stream.continuation.yield(result)
    }

    @Sendable func run() async throws -> String {
      begun.add(1, ordering: .relaxed)
      for await result in stream.stream { return try result.get() }
      throw CancellationError()
    }
  }

  @Test func `who is out of patience is answered, and finds it done later`() async throws {
    let work = Work()
    let impatient = SingleFlight<String, String>(patience: .milliseconds(10))
    // It goes on for as long as this test wants: only the patience ends the wait.
    #expect(try await impatient.value(of: "a", doing: work.run) == nil)
    #expect(try await impatient.value(of: "a", doing: work.run) == nil)
    work.end()
    var found: String?
    while found == nil { found = try await impatient.value(of: "a", doing: work.run) }
    #expect(found == "made")
    #expect(work.begun.load(ordering: .relaxed) == 1)
  }

  @Test func `what was made is given again for a while, and a failure for a shorter one`()
    async throws
  {
    let time = Time()
    let work = Work()
    let shared = SingleFlight<String, String>(
      life: .seconds(600), failureLife: .seconds(20), now: { time.now })
    for _ in 0..<3 { work.end() }
    for (advance, begun) in [(0, 1), (599, 1), (1, 2), (1, 2)] {
      time.advance(.seconds(advance))
      #expect(try await shared.value(of: "a", doing: work.run) == "made")
      #expect(work.begun.load(ordering: .relaxed) == begun)
    }
    shared.forget { $0 == "another" }
    #expect(try await shared.value(of: "a", doing: work.run) == "made")
    #expect(work.begun.load(ordering: .relaxed) == 2)
    shared.forget { $0 == "made" }
    #expect(try await shared.value(of: "a", doing: work.run) == "made")
    #expect(work.begun.load(ordering: .relaxed) == 3)
    for _ in 0..<2 { work.end(.failure(Work.Failed())) }
    for (advance, begun) in [(0, 4), (19, 4), (1, 5)] {
      time.advance(.seconds(advance))
      await #expect(throws: Work.Failed.self) {
        try await shared.value(of: "b", doing: work.run)
      }
      #expect(work.begun.load(ordering: .relaxed) == begun)
    }
    // Who is turned away may try again at once.
    for _ in 0..<2 { work.end(.failure(HTTPProblem.noDatabase)) }
    for begun in [6, 7] {
      await #expect(throws: HTTPProblem.self) { try await shared.value(of: "c", doing: work.run) }
      #expect(work.begun.load(ordering: .relaxed) == begun)
    }
  }
}
