import HTTPTypes

/// The kinds of problems: each has a name that never changes, a status, and words for people.
///
/// Services tell them apart by the name, the last part of the problem's `type`, `/problems/NAME`.
enum ProblemType: String, CaseIterable, Sendable {
  case invalidRequest = "invalid-request"
  case notSignedIn = "not-signed-in"
  case tokenRefused = "token-refused"
  case notAllowed = "not-allowed"
  case allStoresOnly = "all-stores-only"
  case formRefused = "form-refused"
  case notFound = "not-found"
  case methodNotAllowed = "method-not-allowed"
  case notAcceptable = "not-acceptable"
  case notNow = "not-now"
  case nothingToExport = "nothing-to-export"
  case noSupplier = "no-supplier"
  case gone
  case changedMeanwhile = "changed-meanwhile"
  case tooLarge = "too-large"
  case rangeNotSatisfiable = "range-not-satisfiable"
  case invalidDecision = "invalid-decision"
  case keyReused = "idempotency-key-reused"
  case ifMatchMissing = "if-match-missing"
  case tooManyTries = "too-many-tries"
  case internalError = "internal-error"
  case checksFailed = "checks-failed"
  case databaseUnavailable = "database-unavailable"
  case staleData = "stale-data"
  case busy
  case inProgress = "in-progress"
  case stateUnavailable = "state-unavailable"
  case shuttingDown = "shutting-down"

  /// Where the kinds of problems are explained.
  static let path = "/problems"

  /// The problem's `type`: an address of this site that explains it.
  var address: String { "\(Self.path)/\(rawValue)" }

  /// The status of answers with it.
  var status: HTTPResponse.Status {
    switch self {
    case .invalidRequest: .badRequest
    case .notSignedIn, .tokenRefused: .unauthorized
    case .notAllowed, .allStoresOnly, .formRefused: .forbidden
    case .notFound: .notFound
    case .methodNotAllowed: .methodNotAllowed
    case .notAcceptable: .notAcceptable
    case .notNow, .nothingToExport, .noSupplier: .conflict
    case .gone: .gone
    case .changedMeanwhile: .preconditionFailed
    case .tooLarge: .contentTooLarge
    case .rangeNotSatisfiable: .rangeNotSatisfiable
    case .invalidDecision, .keyReused: .unprocessableContent
    case .ifMatchMissing: .preconditionRequired
    case .tooManyTries: .tooManyRequests
    case .internalError, .checksFailed: .internalServerError
    case .databaseUnavailable, .staleData, .busy, .inProgress, .stateUnavailable, .shuttingDown:
      .serviceUnavailable
    }
  }

  /// What is wrong, in a few words.
  var title: String {
    switch self {
    case .invalidRequest: "Invalid request"
    case .notSignedIn: "Please sign in"
    case .tokenRefused: "Token rejected"
    case .notAllowed: "Not allowed"
    case .allStoresOnly: "Needs access to every store"
    case .formRefused: "Form rejected"
    case .notFound: "Not found"
    case .methodNotAllowed: "Method not allowed"
    case .notAcceptable: "Not acceptable"
    case .notNow: "Not possible now"
    case .nothingToExport: "Nothing to export"
    case .noSupplier: "No supplier"
    case .gone: "No longer available"
    case .changedMeanwhile: "Changed in the meantime"
    case .tooLarge: "Too large"
    case .rangeNotSatisfiable: "Range not satisfiable"
    case .invalidDecision: "Invalid decision"
    case .keyReused: "Idempotency-Key already used"
    case .ifMatchMissing: "If-Match is missing"
    case .tooManyTries: "Too many attempts"
    case .internalError: "Something went wrong"
    case .checksFailed: "Checks failed"
    case .databaseUnavailable: "Database unavailable"
    case .staleData: "Data too old"
    case .busy: "Busy"
    case .inProgress: "Still in progress"
    case .stateUnavailable: "State unavailable"
    case .shuttingDown: "Shutting down"
    }
  }

  /// What it means and what to do.
  var meaning: String {
    switch self {
    case .invalidRequest:
      "A parameter, a field or its value is unknown or missing. The detail says what is valid."
    case .notSignedIn: "Sign in, or send a service's token."
    case .tokenRefused: "The detail says what is wrong with the token. Get a new one."
    case .notAllowed: "You lack the role or the store. Ask the operator of the site for it."
    case .allStoresOnly:
      "The figures cover all stores. Download a table with a line for each store, as CSV."
    case .formRefused:
      "Changes are accepted only from this site's own pages. Reload the page, then repeat the change."
    case .notFound: "This name does not exist, or you may not see it."
    case .methodNotAllowed: "The header Allow names the methods of this address."
    case .notAcceptable: "Ask for one of the media types that the detail names."
    case .notNow: "The present state does not allow this. The detail says why."
    case .nothingToExport: "Approve some of the supplier's lines first."
    case .noSupplier:
      "An order needs a supplier. Add the products' supplier in the inventory service."
    case .gone: "It was removed after it was listed. Start again from the list."
    case .changedMeanwhile:
      "The version differs from the one you loaded. Load it again, then decide."
    case .tooLarge: "Send or request less at once."
    case .rangeNotSatisfiable: "Content-Range says how many bytes there are."
    case .invalidDecision: "The detail says which quantity, day or reason is valid."
    case .keyReused:
      "Use a new Idempotency-Key for each new request, and repeat one with the same content."
    case .ifMatchMissing: "Send the ETag of what you loaded as If-Match."
    case .tooManyTries: "Wait as long as Retry-After says."
    case .internalError: "The site's log has the reason, under the number of the request."
    case .checksFailed: "The result is withheld. The site's log says which check failed."
    case .databaseUnavailable:
      "No read replica answers. Published reports are still available. Try again later."
    case .staleData:
      "No read replica is proven fresh enough. Try again later, or check the replicas."
    case .busy: "Try again after the time in Retry-After."
    case .inProgress: "Repeat the request after the time in Retry-After."
    case .stateUnavailable: "The site's log has the reason. Try again later."
    case .shuttingDown: "Try again in a moment."
    }
  }
}
