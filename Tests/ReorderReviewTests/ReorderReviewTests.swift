import Testing

@testable import ReorderReview

@Suite struct ReorderReviewTests {}
