//! The GraphQL documents, one file per operation under `assets/shopify/`.

/// One operation that we send.
#[derive(Debug)]
pub(super) struct Document {
    /// The operation's name, which is also the key of its remembered cost.
    pub(super) name: &'static str,
    /// What we are doing, to end a sentence with: "while reading the order".
    pub(super) doing: &'static str,
    /// The document itself.
    pub(super) text: &'static str,
}

macro_rules! file {
    ($name:literal) => {
        include_str!(concat!("../../../assets/shopify/", $name, ".graphql"))
    };
}

macro_rules! documents {
    ($($constant:ident = $name:literal, $doing:literal, [$($file:literal),+];)+) => {
        $(
            pub(super) const $constant: Document = Document {
                name: $name,
                doing: $doing,
                text: concat!($(file!($file)),+),
            };
        )+

        /// Every document, for the check against the schema.
        #[cfg(test)]
        pub(super) const ALL: &[&Document] = &[$(&$constant),+];
    };
}

documents! {
    APP_CONTEXT = "AppContext", "asking who the shop is", ["app_context"];
    ORDER_DETAIL = "OrderDetail", "reading the order",
        ["order_detail", "order_fields", "address_fields", "part_fields", "line_fields"];
    ORDERS_DETAIL = "OrdersDetail", "reading flagged orders",
        ["orders_detail", "order_fields", "address_fields", "part_fields", "line_fields"];
    ORDERS_BY_ID = "OrdersById", "reading held orders",
        ["orders_by_id", "order_fields", "address_fields", "part_fields", "line_fields"];
    ORDERS_SHORT = "OrdersShort", "reading orders", ["orders_short", "address_fields"];
    FIND_ORDERS = "FindOrders", "looking for the order", ["find_orders"];
    HOLD_CHANGES = "HoldChanges", "reading changed holds", ["hold_changes"];
    LINE_ITEMS_PAGE = "LineItemsPage", "reading the order's items", ["line_items_page", "line_fields"];
    PARTS_PAGE = "PartsPage", "reading the order's fulfilment orders", ["parts_page", "part_fields"];
    ORDER_NOTE = "OrderNote", "reading the order's note", ["order_note"];
    SUGGESTED_REFUND = "SuggestedRefund", "asking what can be refunded", ["suggested_refund"];
    CANCEL_RESULT = "CancelResult", "asking how the cancellation stands", ["cancel_result"];
    CANCEL_JOB = "CancelJob", "asking how the cancellation stands", ["cancel_job"];
    RELEASE_HOLD = "ReleaseHold", "releasing holds", ["release_hold"];
    PLACE_HOLD = "PlaceHold", "placing a hold", ["place_hold"];
    CANCEL_ORDER = "CancelOrder", "cancelling the order", ["cancel_order"];
    CANCEL_ORDER_WITH_RESULT = "CancelOrderWithResult", "cancelling the order", ["cancel_order_with_result"];
    CREATE_REFUND = "CreateRefund", "refunding", ["create_refund"];
    VOID_AUTHORIZATION = "VoidAuthorization", "voiding the authorisation", ["void_authorization"];
    ARCHIVE_ORDER = "ArchiveOrder", "archiving the order", ["archive_order"];
    UNARCHIVE_ORDER = "UnarchiveOrder", "unarchiving the order", ["unarchive_order"];
    SET_NOTE = "SetNote", "writing the order's note", ["set_note"];
    ADD_TAGS = "AddTags", "adding tags", ["add_tags"];
    REMOVE_TAGS = "RemoveTags", "removing tags", ["remove_tags"];
}
