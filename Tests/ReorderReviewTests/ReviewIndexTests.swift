import GRDB
import Testing

@testable import ReorderReview
@testable import StateStore

@Suite struct ReviewIndexTests {
  @Test func `the index of the lines that are shown serves the pages`() throws {
    let test = try TestReview()
    try test.night([suggestion("A")])
    var supplier = test.service.query(for: .anna, limit: 100)
    supplier.supplier = supplierOne
    var open = supplier
    open.states = [.open]
    try test.service.state.readReview(of: test.service.output) { review in
      let requests = [
        try review.suppliersRequest(test.service.query(for: .anna, limit: 0)),
        try review.suppliersRequest(supplier), try review.linesRequest(supplier),
        try review.linesRequest(open),
      ]
      for request in requests {
        let query = try request.makePreparedRequest(review.database, forSingleResult: false)
        let plan = try Row.fetchAll(
          review.database, sql: "EXPLAIN QUERY PLAN \(query.statement.sql)",
          arguments: query.statement.arguments
        ).map { $0["detail"] as String }
        #expect(plan.contains { $0.contains("USING INDEX review_lines_shown") }, "\(plan)")
      }
    }
  }
}
