import Reports
import Testing

@testable import Inventory

@Suite struct ResolvedPolicyTests {
  private let food = UUIDBytes(high: 7, low: 1)
  private let north = UUIDBytes(high: 8, low: 1)

  // Product 1: Food, North, kg; product 2: no category, North by name, pcs; product 3 inactive
  // with the SKU of product 2. A level row for products 1 and 2 in stores 1 and 2.
  private func book() throws -> StockBook {
    var stock = TestStock()
    for number in 1...3 { stock.items.append(TestStock.Item(number)) }
    stock.items[0].categoryID = food
    stock.items[0].category = "Food"
    stock.items[0].supplierID = north
    stock.items[0].supplier = "North"
    stock.items[0].unit = "kg"
    stock.items[1].supplier = "North"
    stock.items[2].sku = "SKU-2"
    stock.items[2].isActive = false
    for (product, store) in [(1, 1), (1, 2), (2, 1), (2, 2)] {
      stock.levels.append(
        TestStock.Level(
          product: .product(product), store: .store(store), storeName: "Store \(store)"))
    }
    return try TestBook(stock, TestTimes.bangkok.plan()).book
  }

  private func override(_ scope: ReorderPolicy.Scope, lead: Int) -> ReorderPolicy.Override {
    var changes = ReorderPolicy.Changes()
    changes.leadTimeDays = lead
    return ReorderPolicy.Override(scope: scope, changes: changes, line: lead)
  }

  private func leads(_ scopes: [ReorderPolicy.Scope]) throws -> [Int] {
    let overrides = scopes.enumerated().map { override($0.element, lead: 100 + $0.offset) }
    return try ResolvedPolicy(
      ReorderPolicy(overrides: overrides), book: book(), isFiltered: false
    ).terms.map(\.leadTimeDays)
  }

  @Test func `each scope reaches its products, the last one wins`() throws {
    #expect(try leads([]) == [7, 7, 7])
    #expect(try leads([.categoryName("Food")]) == [100, 7, 7])
    #expect(try leads([.categoryID(food)]) == [100, 7, 7])
    #expect(try leads([.supplierName("North")]) == [100, 100, 7])
    #expect(try leads([.supplierID(north)]) == [100, 7, 7])
    // The SKU of an active and an inactive product is the active one's.
    #expect(try leads([.sku("SKU-2")]) == [7, 100, 7])
    #expect(try leads([.productID(.product(3))]) == [7, 7, 100])
    #expect(
      try leads([.supplierName("North"), .sku("SKU-2"), .productID(.product(1))])
        == [102, 101, 7])
  }

  @Test func `packs go by the unit unless the policy names them`() throws {
    #expect(
      try ResolvedPolicy(ReorderPolicy(), book: book(), isFiltered: false).terms.map(\.packSize)
        == [1, 1_000, 1_000])
    var policy = ReorderPolicy()
    policy.defaults.packSize = 6_000
    #expect(
      try ResolvedPolicy(policy, book: book(), isFiltered: false).terms.map(\.packSize)
        == [6_000, 6_000, 6_000])
  }

  @Test func `an override that fits nothing is named, and is no error`() throws {
    let policy = ReorderPolicy(
      overrides: [override(.sku("NO"), lead: 1), override(.categoryName("food"), lead: 2)],
      file: "policy.yml")
    #expect(
      try ResolvedPolicy(policy, book: book(), isFiltered: false).unused
        == [
          "the override in line 1 fits no product", "the override in line 2 fits no product",
        ])
  }

  private func order(
    _ product: ReorderPolicy.Scope, _ store: ReorderPolicy.OnOrder.Store, line: Int = 1
  ) -> ReorderPolicy.OnOrder {
    ReorderPolicy.OnOrder(
      product: product, store: store, quantity: 2_000, expected: nil, line: line)
  }

  private func problems(
    _ orders: [ReorderPolicy.OnOrder], isFiltered: Bool = false, _ book: StockBook? = nil
  ) throws -> [String] {
    do {
      _ = try ResolvedPolicy(
        ReorderPolicy(onOrder: orders), book: book ?? self.book(), isFiltered: isFiltered)
      return []
    } catch let error as DefinitionProblems {
      return error.problems.map(\.message)
    }
  }

  @Test func `orders of a pair add up`() throws {
    let book = try book()
    let policy = try ResolvedPolicy(
      ReorderPolicy(onOrder: [
        order(.sku("SKU-1"), .name("Store 2")), order(.productID(.product(1)), .id(.store(2))),
        order(.sku("SKU-2"), .id(.store(1))),
      ]), book: book, isFiltered: false)
    #expect(policy.orderLines == 3)
    let first = try #require(book.pairs.find(store: 1, product: 0))
    let second = try #require(book.pairs.find(store: 0, product: 1))
    #expect(policy.onOrder == [Int32(first): 4_000, Int32(second): 2_000])
  }

  @Test func `goods on order that cannot be placed are an error`() throws {
    #expect(
      try problems([order(.sku("NO"), .name("Store 1"))]) == [
        "the product on order is not there"
      ])
    #expect(
      try problems([order(.sku("SKU-1"), .name("Nowhere"))]) == ["the store is not there"])
    // With some stores only, the others cannot be known; the products all are.
    #expect(try problems([order(.sku("SKU-1"), .name("Nowhere"))], isFiltered: true) == [])
    #expect(try problems([order(.sku("NO"), .name("Nowhere"))], isFiltered: true).count == 1)
    // Each line is told once.
    #expect(
      try problems([
        order(.sku("NO"), .name("Nowhere"), line: 1), order(.sku("NO"), .name("Store 1"), line: 2),
      ]).count == 2)
  }

  @Test func `two active products of one SKU need the id`() throws {
    var stock = TestStock()
    for number in 1...2 {
      stock.items.append(TestStock.Item(number))
      stock.items[number - 1].sku = "SAME"
    }
    for store in 1...2 {
      stock.levels.append(
        TestStock.Level(product: .product(1), store: .store(store), storeName: "Twin"))
    }
    let book = try TestBook(stock, TestTimes.bangkok.plan()).book
    #expect(
      try problems([order(.sku("SAME"), .id(.store(1)))], book)
        == ["2 active products have the SKU SAME"])
    #expect(
      try problems([order(.productID(.product(1)), .name("Twin"))], book)
        == ["several stores have this name; give the id"])
  }
}
