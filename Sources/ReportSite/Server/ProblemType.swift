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
    case .invalidRequest: "The request cannot be understood"
    case .notSignedIn: "Please sign in"
    case .tokenRefused: "The token is not taken"
    case .notAllowed: "Not allowed"
    case .allStoresOnly: "For those who see every store"
    case .formRefused: "The form is not taken"
    case .notFound: "Not found"
    case .methodNotAllowed: "Method not allowed"
    case .notAcceptable: "No such form"
    case .notNow: "Not now"
    case .nothingToExport: "Nothing to export"
    case .noSupplier: "There is no supplier"
    case .gone: "It is gone"
    case .changedMeanwhile: "Changed meanwhile"
    case .tooLarge: "Too much at once"
    case .rangeNotSatisfiable: "The file has no such bytes"
    case .invalidDecision: "This cannot be decided"
    case .keyReused: "The key was used before"
    case .ifMatchMissing: "If-Match is missing"
    case .tooManyTries: "Too many tries"
    case .internalError: "Something went wrong"
    case .checksFailed: "It did not pass its checks"
    case .databaseUnavailable: "The database cannot be asked"
    case .staleData: "The data are too old"
    case .busy: "Others are being served"
    case .inProgress: "It is being made"
    case .stateUnavailable: "The state cannot be used"
    case .shuttingDown: "The site is stopping"
    }
  }

  /// What it means and what to do.
  var meaning: String {
    switch self {
    case .invalidRequest:
      "A parameter, a field or its value is unknown or missing. The detail names what can be used."
    case .notSignedIn: "Sign in, or send a service's token."
    case .tokenRefused: "The detail says what is wrong with the token. Get a new one."
    case .notAllowed: "The role or the store is missing. Whoever runs the site can give it."
    case .allStoresOnly:
      "The figures are added up over all stores. Take a table with a line for each store, as CSV."
    case .formRefused:
      "A change is taken from this site's own pages only. Load the page again, and repeat it."
    case .notFound: "There is nothing of this name, or not for you."
    case .methodNotAllowed: "The header Allow names the methods of this address."
    case .notAcceptable: "Ask for one of the media types that the detail names."
    case .notNow: "What was asked for does not fit how it stands now. The detail says why."
    case .nothingToExport: "Approve lines of the supplier first."
    case .noSupplier:
      "An order needs somebody to order from. Name the products' supplier in the inventory service."
    case .gone: "It was removed after it was listed. Begin again with the list."
    case .changedMeanwhile:
      "It is another version than the one that was looked at. Look again, then decide again."
    case .tooLarge: "Send less at once, or ask for less."
    case .rangeNotSatisfiable: "Content-Range says how many bytes there are."
    case .invalidDecision: "The detail says which quantity, day or reason would do."
    case .keyReused: "A new request needs a new Idempotency-Key; a repeated one the same content."
    case .ifMatchMissing: "Send the ETag of what was looked at as If-Match."
    case .tooManyTries: "Wait as long as Retry-After says."
    case .internalError: "The log of the site has the reason, under the number of the request."
    case .checksFailed: "Nothing is given out. The log of the site says which check failed."
    case .databaseUnavailable:
      "No read replica answers. What is published can be had all the same. Try again later."
    case .staleData:
      "No read replica is known to be fresh enough. Try again later, or look at the replicas."
    case .busy: "Try again as soon as Retry-After says."
    case .inProgress: "Ask for the same again as soon as Retry-After says."
    case .stateUnavailable: "The log of the site has the reason. Try again later."
    case .shuttingDown: "Try again in a moment."
    }
  }
}
