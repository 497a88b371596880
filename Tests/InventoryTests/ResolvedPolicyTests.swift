import Reports
import Testing
import Values

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
      overrides: [override(.categoryName("food"), lead: 2), override(.sku("NO"), lead: 1)],
      file: "policy.yml")
    #expect(
      try ResolvedPolicy(policy, book: book(), isFiltered: false).misfits.map(\.description)
        == [
          "reorder policy, line 1: the override for SKU 'NO' changes nothing: there is no such product",
          "reorder policy, line 2: the override for category 'food' changes nothing: there is no such"
            + " product",
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
    let policy = try ResolvedPolicy(
      ReorderPolicy(onOrder: orders), book: book ?? self.book(), isFiltered: isFiltered)
    #expect(policy.orderLines + policy.misfits.count == orders.count || isFiltered)
    return policy.misfits.map(\.message)
  }

  @Test func `orders of a pair add up`() throws {
    let book = try book()
    let policy = ResolvedPolicy(
      ReorderPolicy(onOrder: [
        order(.sku("SKU-1"), .name("Store 2")), order(.productID(.product(1)), .id(.store(2))),
        order(.sku("SKU-2"), .id(.store(1))),
      ]), book: book, isFiltered: false)
    #expect(policy.orderLines == 3)
    let first = try #require(book.pairs.find(store: 1, product: 0))
    let second = try #require(book.pairs.find(store: 0, product: 1))
    #expect(policy.onOrder == [Int32(first): 4_000, Int32(second): 2_000])
  }

  @Test func `goods on order that cannot be placed are listed, and the others count`() throws {
    #expect(
      try problems([order(.sku("NO"), .name("Store 1")), order(.sku("SKU-1"), .name("Store 1"))])
        == ["2 of SKU 'NO' on order for store 'Store 1' are not counted: there is no such product"])
    #expect(
      try problems([order(.sku("SKU-1"), .name("Nowhere"))])
        == ["2 of SKU 'SKU-1' on order for store 'Nowhere' are not counted: there is no such store"]
    )
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
        == [
          "2 of SKU 'SAME' on order for store \(UUIDBytes.store(1)) are not counted: 2 active products"
            + " have this SKU; give the product_id: \(UUIDBytes.product(1)) or \(UUIDBytes.product(2))"
        ])
    #expect(
      try problems([order(.productID(.product(1)), .name("Twin"))], book)
        == [
          "2 of product \(UUIDBytes.product(1)) on order for store 'Twin' are not counted: 2 stores have"
            + " this name; give the id: \(UUIDBytes.store(1)) or \(UUIDBytes.store(2))"
        ])
    let override = ReorderPolicy(overrides: [override(.sku("SAME"), lead: 3)])
    let policy = ResolvedPolicy(override, book: book, isFiltered: false)
    #expect(policy.misfits.map(\.line) == [3])
    #expect(policy.terms.map(\.leadTimeDays) == [7, 7])
  }
}
