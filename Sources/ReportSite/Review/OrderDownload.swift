import Foundation
import HTTPTypes
import Hummingbird
import ReorderReview
import StateStore

/// A file of an exported order: the same bytes each time, named by their hash.
enum OrderDownload {
  /// Answers with the file that the address names.
  static func response(
    _ access: ReviewAccess, _ request: Request, _ context: SiteContext, _ reviewer: Reviewer
  ) async throws -> Response {
    guard let id = context.parameters.get("id").flatMap({ Int64($0) }), id > 0,
      let format = context.parameters.get("format").flatMap({ OrderFormat(rawValue: $0) })
    else { throw HTTPProblem.notFound("No such order.") }
    let (order, bytes) = try await access.look { moment in
      let order = try moment.service.order(id, for: reviewer)
      return (order, try moment.service.file(of: order, format))
    }
    return Response(
      bytes,
      [
        .contentType: type(format),
        .contentDisposition: "attachment; filename=\"order-\(id)-\(order.day).\(format.rawValue)\"",
      ], to: request)
  }

  private static func type(_ format: OrderFormat) -> String {
    switch format {
    case .xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    case .csv: "text/csv; charset=utf-8"
    }
  }
}
