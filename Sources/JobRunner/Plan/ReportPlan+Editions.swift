import Publishing
import Reports

extension ReportPlan {
  /// The plans of the report's editions: of the same days and parameters, with their own columns.
  func editions(_ request: RunRequest) -> [ReportPlan] {
    definition.editionDefinitions.map { definition in
      var plan = self
      plan.definition = definition
      plan.context.definition = definition
      plan.context.assumptions =
        Assumptions(request: request, definition: definition, period: context.period).all
      return plan
    }
  }
}

extension FormerRuns {
  /// Whether every edition of a published run of a report is published, too.
  func hasEditions(_ plan: ReportPlan, of run: PublishedRun, _ request: RunRequest) -> Bool {
    plan.editions(request).allSatisfy { complete($0, of: run) != nil }
  }

  /// The run that makes a new one of an edition needless: one with the rows of a run of its report.
  func complete(_ edition: ReportPlan, of run: PublishedRun) -> PublishedRun? {
    complete(edition).flatMap { $0.facts.editionOfRun == run.id.text ? $0 : nil }
  }
}
