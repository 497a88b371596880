extension Setting {
  /// Where the web program listens, and who may use it.
  ///
  /// Who may do what is a list of the file, `site.access`.
  static let site: [Setting] = [
    Setting(
      key: "site.listen", variable: "SITE_LISTEN", defaultValue: "127.0.0.1:8080",
      meaning: "address and port of 'serve'; 0 for any free port"),
    Setting(
      key: "site.url", variable: "SITE_URL",
      meaning: "the site's URL in browsers, such as https://reports.example"),
    Setting(
      key: "site.proxy_addresses", variable: "SITE_PROXY_ADDRESSES",
      meaning: "addresses of the reverse proxy that signs people in, such as 10.0.0.5, 10.1.0.0/24"),
    Setting(
      key: "site.proxy_user_header", variable: "SITE_PROXY_USER_HEADER",
      defaultValue: "X-Forwarded-User", meaning: "header with the person's name from that proxy"),
    Setting(
      key: "site.proxy_groups_header", variable: "SITE_PROXY_GROUPS_HEADER",
      defaultValue: "X-Forwarded-Groups",
      meaning: "header with the person's groups, separated by commas"),
    Setting(
      key: "site.token_keys", variable: "SITE_TOKEN_KEYS",
      meaning: "JSON Web Key Set for services' tokens: a file or an https URL; no tokens if unset"),
    Setting(
      key: "site.token_issuer", variable: "SITE_TOKEN_ISSUER",
      meaning: "issuer of these tokens (iss)"),
    Setting(
      key: "site.token_audience", variable: "SITE_TOKEN_AUDIENCE",
      defaultValue: "inventory-reports", meaning: "audience of these tokens (aud)"),
    Setting(
      key: "site.token_algorithms", variable: "SITE_TOKEN_ALGORITHMS",
      defaultValue: "ES256,EdDSA,RS256",
      meaning: "accepted algorithms, of ES256, EdDSA, RS256 and HS256"),
    Setting(
      key: "site.token_roles_claim", variable: "SITE_TOKEN_ROLES_CLAIM", defaultValue: "roles",
      meaning: "claim with the roles of a service"),
    Setting(
      key: "site.token_stores_claim", variable: "SITE_TOKEN_STORES_CLAIM", defaultValue: "stores",
      meaning: "claim with the ids of the stores that it may see; all stores without the claim"),
    Setting(
      key: "site.token_editions_claim", variable: "SITE_TOKEN_EDITIONS_CLAIM",
      defaultValue: "editions",
      meaning: "claim with the keys of the editions that are all it may see"),
    Setting(
      key: "site.metrics_token", variable: "SITE_METRICS_TOKEN", isSecret: true,
      meaning:
        "bearer token for /metrics, required of everyone once set; if unset, only this machine may"
        + " read it, not through a proxy"),
  ]
}
