import Columns
import Foundation
import TestSupport
import Testing

@Suite struct SpillableColumnTests {
  /// Three words with a gap, as the columns of a book have them.
  struct Line: BitwiseCopyable, Sendable, Equatable {
    var number: Int64
    var isThere: Bool
    var rest: Int64
  }

  /// Where the columns of a test lie.
  enum Place: CaseIterable {
    case memory, file, both

    /// `both`: what is small stays in memory until it grows.
    func columnMemory(in folder: String) -> MemoryBudget {
      switch self {
      case .memory: MemoryBudget(limit: .max, folder: folder)
      case .file: MemoryBudget(limit: 0, folder: folder)
      case .both: MemoryBudget(limit: 24 << 10, folder: folder)
      }
    }
  }

  @Test(arguments: Place.allCases)
  func `a column holds what an array holds, whatever is done to both and their copies`(
    place: Place
  ) throws {
    try withTemporaryFolder { folder in
      let memory = place.columnMemory(in: folder)
      var random = SeededRandom(of: "COLUMN_SEED")
      var columns = [SpillableColumn<Line>(memory: memory), SpillableColumn<Line>(memory: memory)]
      var arrays: [[Line]] = [[], []]
      for step in 0..<20_000 {
        let one = Int.random(in: 0...1, using: &random)
        let line = Line(
          number: Int64(step), isThere: step.isMultiple(of: 3),
          rest: .random(in: 0...9, using: &random))
        switch Int.random(in: 0..<100, using: &random) {
        case 0..<1:
          // From here on the two share what they hold, until one is changed.
          columns[1 - one] = columns[one]
          arrays[1 - one] = arrays[one]
        case 1..<60:
          columns[one].append(line)
          arrays[one].append(line)
        case 60..<61:
          columns[one].append(repeating: line, count: 700)
          arrays[one] += Array(repeating: line, count: 700)
        default:
          guard let number = arrays[one].indices.randomElement(using: &random) else { continue }
          columns[one][number].rest += 1
          arrays[one][number].rest += 1
          let other = Int.random(in: 0..<number + 1, using: &random)
          columns[one][other] = line
          arrays[one][other] = line
        }
      }
      for one in 0...1 {
        #expect(columns[one].count == arrays[one].count)
        #expect(columns[one].elementsEqual(arrays[one]))
      }
      let usage = memory.usage
      #expect(usage.problem == nil)
      #expect((usage.inFiles > 0) == (place != .memory))
      #expect(place != .file || usage.inMemory == 0)
    }
  }

  @Test func `memory within the limit is given back, and so are files`() throws {
    try withTemporaryFolder { folder in
      let memory = MemoryBudget(limit: 1 << 20, folder: folder)
      do {
        var column = SpillableColumn<Int64>(repeating: 7, count: 1_000, memory: memory)
        let small = memory.usage
        #expect(small.inFiles == 0)
        #expect((8_000...16_000).contains(small.inMemory))
        column.append(repeating: 8, count: 1 << 18)
        let large = memory.usage
        #expect(large.inMemory == 0)
        #expect(large.inFiles >= column.count * 8)
        #expect(column.reduce(0, +) == 7_000 + 8 << 18)
      }
      let left = memory.usage
      #expect(left.inMemory == 0 && left.inFiles == 0 && left.problem == nil)
    }
  }

  @Test(arguments: Place.allCases)
  func `a copy is taken when one of two is changed, once, and is counted`(place: Place) throws {
    try withTemporaryFolder { folder in
      let memory = place.columnMemory(in: folder)
      var column = SpillableColumn<Int64>(repeating: 7, count: 10_000, memory: memory)
      column[3] += 1
      #expect(memory.usage.copies == 0)
      let other = column
      #expect(memory.usage.copies == 0)
      for number in column.indices { column[number] += 1 }
      column.append(9)
      #expect(memory.usage.copies == 1)
      #expect(other.reduce(0, +) == 70_001 && column.reduce(0, +) == 80_010)
    }
  }

  @Test func `a column's file has no name`() throws {
    try withTemporaryFolder { folder in
      let memory = MemoryBudget(limit: 0, folder: folder)
      let column = SpillableColumn<Int64>(repeating: 7, count: 100_000, memory: memory)
      #expect(memory.usage.inFiles >= column.count * 8)
      let names = try FileManager.default.contentsOfDirectory(atPath: folder)
      #expect(names.isEmpty)
    }
  }

  @Test func `without the folder columns stay in memory and the reason is told`() {
    let memory = MemoryBudget(limit: 0, folder: "/nowhere")
    let column = SpillableColumn<Int64>(repeating: 7, count: 100_000, memory: memory)
    #expect(column.reduce(0, +) == 700_000)
    let usage = memory.usage
    #expect(usage.inFiles == 0)
    #expect(usage.inMemory >= 800_000)
    #expect(usage.problem == "/nowhere: No such file or directory")
  }

  @Test(.enabled(if: SmallDisk.isAvailable, "\(SmallDisk.need)"))
  func `a disk that fills up loses nothing of what lies on it`() throws {
    try SmallDisk.mounted(options: "size=256k") { folder in
      let memory = MemoryBudget(limit: 0, folder: folder)
      var columns = [
        SpillableColumn<Int64>(memory: memory), SpillableColumn<Int64>(memory: memory),
      ]
      for number in 0..<Int64(20_000) {
        columns[0].append(number)
        columns[1].append(-number)
      }
      let usage = memory.usage
      #expect(usage.problem == "\(folder): No space left on device")
      #expect(usage.inMemory >= 160_000)
      #expect(columns[0].elementsEqual(0..<20_000))
      #expect(columns[1].elementsEqual((0..<20_000).map { -$0 }))
    }
  }
}
