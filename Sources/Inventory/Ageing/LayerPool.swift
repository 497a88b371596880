import Columns
import Values

/// The layers of all pairs: chains of blocks of four, in one column.
///
/// Typically a pair has two to six layers. What becomes free is used again.
struct LayerPool: Sendable {
  /// Four layers, and the number of the block with the next four.
  ///
  /// It is 64 bytes, so that a look at one is one at memory.
  struct Block: BitwiseCopyable, Sendable {
    private var quantities: (Int64, Int64, Int64, Int64) = (0, 0, 0, 0)
    private var days: (Int32, Int32, Int32, Int32) = (0, 0, 0, 0)
    private var marks: (LayerMarks, LayerMarks, LayerMarks, LayerMarks) = (
      .none, .none, .none, .none
    )
    var next: Int32 = -1
    private var unused: Int64 = 0

    var a: StockLayer {
      get { StockLayer(day: days.0, marks: marks.0, quantity: quantities.0) }
      set { (days.0, marks.0, quantities.0) = (newValue.day, newValue.marks, newValue.quantity) }
    }
    var b: StockLayer {
      get { StockLayer(day: days.1, marks: marks.1, quantity: quantities.1) }
      set { (days.1, marks.1, quantities.1) = (newValue.day, newValue.marks, newValue.quantity) }
    }
    var c: StockLayer {
      get { StockLayer(day: days.2, marks: marks.2, quantity: quantities.2) }
      set { (days.2, marks.2, quantities.2) = (newValue.day, newValue.marks, newValue.quantity) }
    }
    var d: StockLayer {
      get { StockLayer(day: days.3, marks: marks.3, quantity: quantities.3) }
      set { (days.3, marks.3, quantities.3) = (newValue.day, newValue.marks, newValue.quantity) }
    }
  }

  /// Where the layers of a pair lie; `first` is -1 for none.
  struct Chain: BitwiseCopyable, Sendable {
    var first: Int32 = -1
    var count: Int32 = 0
  }

  private var blocks: SpillableColumn<Block>
  private var firstFree: Int32 = -1

  init(memory: MemoryBudget) {
    blocks = SpillableColumn(memory: memory)
  }

  /// How many blocks there are, in use or free.
  var blockCount: Int { blocks.count }

  /// The first block of a pair's layers; an empty one for none.
  func head(_ chain: Chain) -> Block { chain.first < 0 ? Block() : blocks[Int(chain.first)] }

  /// Reads a pair's layers into a list, in order.
  func read(_ chain: Chain, into layers: inout [StockLayer]) {
    read(chain, head: head(chain), into: &layers)
  }

  /// The same where the first block is known.
  func read(_ chain: Chain, head: Block, into layers: inout [StockLayer]) {
    layers.removeAll(keepingCapacity: true)
    var block = head
    var left = chain.count
    while left > 0 {
      layers.append(block.a)
      if left > 1 { layers.append(block.b) }
      if left > 2 { layers.append(block.c) }
      if left > 3 { layers.append(block.d) }
      left -= 4
      if left > 0 { block = blocks[Int(block.next)] }
    }
  }

  /// Writes a pair's layers over those that it had.
  mutating func write(_ layers: [StockLayer], to chain: inout Chain) {
    var number = chain.first
    var last: Int32 = -1
    var place = 0
    while place < layers.count {
      if number < 0 {
        number = take()
        if last < 0 { chain.first = number } else { blocks[Int(last)].next = number }
      }
      fill(Int(number), with: layers, from: place)
      last = number
      number = blocks[Int(number)].next
      place += 4
    }
    if last < 0 { chain.first = -1 } else { blocks[Int(last)].next = -1 }
    release(number)
    chain.count = Int32(layers.count)
  }

  private mutating func fill(_ number: Int, with layers: [StockLayer], from place: Int) {
    let count = layers.count - place
    blocks[number].a = layers[place]
    if count > 1 { blocks[number].b = layers[place + 1] }
    if count > 2 { blocks[number].c = layers[place + 2] }
    if count > 3 { blocks[number].d = layers[place + 3] }
  }

  private mutating func take() -> Int32 {
    guard firstFree >= 0 else {
      blocks.append(Block())
      return Int32(blocks.count - 1)
    }
    let number = firstFree
    firstFree = blocks[Int(number)].next
    blocks[Int(number)].next = -1
    return number
  }

  /// Gives a block and those after it back.
  private mutating func release(_ first: Int32) {
    var number = first
    while number >= 0 {
      let next = blocks[Int(number)].next
      blocks[Int(number)].next = firstFree
      firstFree = number
      number = next
    }
  }
}

/// What is known of a part of the stock: since when it is there, and how much of it.
///
/// Its unit cost is what the product cost on its date (`DailyPrices`), so that nothing else is kept.
struct StockLayer: BitwiseCopyable, Sendable, Equatable {
  /// The date on which it came, in days since 1970-01-01.
  var day: Int32
  var marks: LayerMarks = .none
  /// Scale 3, above 0.
  var quantity: Int64
}

/// What is uncertain about a layer's date; a mark of a part is the whole's.
struct LayerMarks: OptionSet, BitwiseCopyable, Sendable {
  var rawValue: UInt8

  static let none: LayerMarks = []
  /// It was there before the ledger began: it is at least that old.
  static let atLeast = LayerMarks(rawValue: 1)
  /// It was put together with a younger one.
  static let merged = LayerMarks(rawValue: 2)
  static let all: LayerMarks = [.atLeast, .merged]
}

/// No date, where days are kept as numbers: before every date.
let noDay = Int32.min
