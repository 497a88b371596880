public import Values

/// One product: a few plain words; its texts lie in the catalogue's pool.
public struct Product: Sendable {
  /// The id that levels and movements refer to.
  public var id: UUIDBytes
  /// The name.
  public var name: TextReference
  /// The stock keeping unit.
  public var sku: TextReference
  /// The barcode, or none.
  public var barcode: TextReference
  /// Its category, by its number in the catalogue.
  public var category: Int32
  /// Its supplier, by its number in the catalogue.
  public var supplier: Int32
  /// Its unit of measure, by its number in the catalogue.
  public var unit: Int32
  /// Today's cost of one unit, scale 2.
  public var costPrice: StoredDecimal
  /// Today's price of one unit, scale 2.
  public var sellPrice: StoredDecimal
  /// Whether it is still sold.
  public var isActive: Bool

  /// A product.
  public init(
    id: UUIDBytes, name: TextReference, sku: TextReference, barcode: TextReference,
    category: Int32, supplier: Int32, unit: Int32, costPrice: StoredDecimal,
    sellPrice: StoredDecimal, isActive: Bool
  ) {
    self.id = id
    self.name = name
    self.sku = sku
    self.barcode = barcode
    self.category = category
    self.supplier = supplier
    self.unit = unit
    self.costPrice = costPrice
    self.sellPrice = sellPrice
    self.isActive = isActive
  }
}

/// A category or a supplier as a product names it: an id, a name, both or neither.
public struct GroupLabel: Hashable, Sendable {
  /// The id, if any.
  public var id: UUIDBytes?
  /// The name, empty when there is none.
  public var name: String

  /// A label.
  public init(id: UUIDBytes?, name: String) {
    self.id = id
    self.name = name
  }

  /// The same id and the same bytes: Swift's own `==` takes two spellings of a letter for one.
  public static func == (left: GroupLabel, right: GroupLabel) -> Bool {
    left.id == right.id && left.name.utf8.elementsEqual(right.name.utf8)
  }

  /// Hashes what `==` compares.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(id)
    for byte in name.utf8 { hasher.combine(byte) }
  }
}

/// All products, with their texts, units, categories and suppliers.
public struct Catalogue: Sendable {
  /// The products in the order in which they were added.
  public private(set) var products: [Product] = []
  /// The texts of the products.
  public var texts = TextPool()
  /// The units of measure, as labels without an id.
  public private(set) var units: [GroupLabel] = []
  /// The categories as products name them.
  public private(set) var categories: [GroupLabel] = []
  /// The suppliers as products name them.
  public private(set) var suppliers: [GroupLabel] = []

  /// The numbers of the products of which a text is not UTF-8, and so is shown with escapes.
  public private(set) var unreadable: [Int32] = []

  private var index = UUIDIndex()
  private var unitNumbers: [GroupLabel: Int32] = [:]
  private var categoryNumbers: [GroupLabel: Int32] = [:]
  private var supplierNumbers: [GroupLabel: Int32] = [:]

  /// An empty catalogue.
  public init() {}

  /// Adds a product; a second one of the same id is an error of the table's unique key.
  public mutating func add(_ product: Product) throws(InventoryError) {
    guard index.insert(product.id).isNew else { throw .duplicateProduct(product.id) }
    products.append(product)
  }

  /// Says of the product that was added last that one of its texts is not UTF-8.
  public mutating func markUnreadable() {
    unreadable.append(Int32(products.count - 1))
  }

  /// The number of a product, or nil when the catalogue has none of this id.
  func number(of id: UUIDBytes) -> Int32? { index.find(id) }

  /// A product's category.
  func category(of product: Product) -> GroupLabel { categories[Int(product.category)] }
  /// A product's supplier.
  func supplier(of product: Product) -> GroupLabel { suppliers[Int(product.supplier)] }
  /// A product's unit of measure.
  func unit(of product: Product) -> String { units[Int(product.unit)].name }

  /// The number of a unit of measure.
  public mutating func unit(_ name: String) -> Int32 {
    Self.intern(GroupLabel(id: nil, name: name), in: &units, by: &unitNumbers)
  }

  /// The number of a category.
  public mutating func category(id: UUIDBytes?, name: String) -> Int32 {
    Self.intern(GroupLabel(id: id, name: name), in: &categories, by: &categoryNumbers)
  }

  /// The number of a supplier.
  public mutating func supplier(id: UUIDBytes?, name: String) -> Int32 {
    Self.intern(GroupLabel(id: id, name: name), in: &suppliers, by: &supplierNumbers)
  }

  /// The number of a label in a list of different ones, appended when it is new.
  private static func intern(
    _ label: GroupLabel, in list: inout [GroupLabel], by numbers: inout [GroupLabel: Int32]
  ) -> Int32 {
    if let number = numbers[label] { return number }
    let number = Int32(list.count)
    list.append(label)
    numbers[label] = number
    return number
  }
}
