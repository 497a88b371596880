import Glibc

/// The bytes of a column: pages of memory, or of a file.
///
/// Not safe to use from two threads but for reading; `SpillableColumn` sees to that.
@safe @usableFromInline final class Mapping {
  /// The first byte; another one after `grow`.
  private(set) var address: UnsafeMutableRawPointer
  /// In bytes, whole pages.
  private(set) var size: Int
  private let memory: MemoryBudget
  private var file: ColumnFile?

  private static let page = max(Int(sysconf(Int32(_SC_PAGESIZE))), 1)
  /// How much is copied before it is given back.
  private static let piece = 4 << 20

  /// Room for a number of bytes, at least one page, whose contents do not matter.
  init(bytes: Int, memory: MemoryBudget) {
    self.memory = memory
    size = Self.pages(bytes)
    if !memory.hasRoom(for: size) {
      do {
        var file = try ColumnFile(in: memory.folder)
        unsafe address = try file.map(size)
        self.file = consume file
        memory.count(inFiles: size)
        return
      } catch {
        memory.giveUp(error)
      }
    }
    unsafe address = Self.anonymous(size)
    memory.count(inMemory: size)
  }

  deinit {
    unmap()
  }

  /// Makes room for a number of bytes; the first `used` keep what they hold.
  ///
  /// Where the limit is reached, all of it goes to a file.
  func grow(to bytes: Int, keeping used: Int) {
    let wanted = Self.pages(bytes)
    do {
      if file == nil {
        if memory.hasRoom(for: wanted - size) { return moveToMemory(wanted, keeping: used) }
        var file = try ColumnFile(in: memory.folder)
        unsafe move(to: try file.map(wanted), keeping: used)
        self.file = consume file
      } else if let larger = try unsafe file?.map(wanted) {
        unmap()
        unsafe address = larger
      }
      size = wanted
      memory.count(inFiles: wanted)
    } catch {
      memory.giveUp(error)
      moveToMemory(wanted, keeping: used)
    }
  }

  /// Takes over the first bytes of another.
  func copy(_ other: Mapping, bytes: Int) {
    unsafe address.copyMemory(from: other.address, byteCount: bytes)
    memory.countCopy()
  }

  private func moveToMemory(_ wanted: Int, keeping used: Int) {
    unsafe move(to: Self.anonymous(wanted), keeping: used)
    file = nil
    size = wanted
    memory.count(inMemory: wanted)
  }

  /// Copies to another place and gives this one back piece by piece, so that what is in memory is
  /// there only once.
  private func move(to place: UnsafeMutableRawPointer, keeping used: Int) {
    for start in stride(from: 0, to: used, by: Self.piece) {
      let bytes = min(Self.piece, used - start)
      unsafe (place + start).copyMemory(from: address + start, byteCount: bytes)
      // Of a file it drops no more than the view.
      _ = unsafe madvise(address + start, bytes, MADV_DONTNEED)
    }
    unmap()
    unsafe address = place
  }

  private func unmap() {
    _ = unsafe munmap(address, size)
    if file == nil { memory.count(inMemory: -size) } else { memory.count(inFiles: -size) }
  }

  private static func pages(_ bytes: Int) -> Int {
    max((bytes + page - 1) / page, 1) * page
  }

  private static func anonymous(_ bytes: Int) -> UnsafeMutableRawPointer {
    let address = unsafe mmap(
      nil, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
    guard let address = unsafe address, unsafe address != MAP_FAILED else {
      // As an Array does when the system has no more.
      fatalError("out of memory: no room for a column of \(bytes) bytes")
    }
    return unsafe address
  }
}
