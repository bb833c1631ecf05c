//! The Shopify adapter: the only place that knows GraphQL.
