#!/usr/bin/env Rscript
# A first look at a store in R: Rscript docs/r/first-look.R STORE [PICTURE.png]
# Needs the packages DBI and RSQLite (Debian: apt-get install r-cran-rsqlite).

arguments <- commandArgs(trailingOnly = TRUE)
if (length(arguments) < 1) stop("usage: first-look.R STORE [PICTURE.png]")

# 64-bit integers as numbers: exact up to 2^53. bigint = "integer64" keeps all digits, with the package bit64.
store <- DBI::dbConnect(RSQLite::SQLite(), arguments[1], flags = RSQLite::SQLITE_RO, bigint = "numeric")

profiles <- DBI::dbGetQuery(store, "
  SELECT profile_id, format, role, value_type, unit, total FROM profile_wide WHERE status = 'ok' ORDER BY profile_id")
print(head(profiles))

# The functions that make 80 % of the newest profile.
newest <- max(profiles$profile_id)
few <- DBI::dbGetQuery(store, "
  SELECT function, self, self_share, cumulative_share FROM vital_few WHERE profile_id = ? ORDER BY rank_by_self",
  params = list(newest))
few$self_percent <- round(100 * few$self_share, 1)
print(few[, c("function", "self", "self_percent")])

# Before against after, over the runs of both roles: the median share of each function, and the largest changes.
shares <- DBI::dbGetQuery(store, "SELECT role, function, self_share FROM top WHERE role IN ('before', 'after')")
if (length(unique(shares$role)) == 2) {
  medians <- aggregate(self_share ~ `function` + role, shares, median)
  sides <- merge(medians[medians$role == "before", ], medians[medians$role == "after", ], by = "function")
  sides$change_percent <- round(100 * (sides$self_share.y - sides$self_share.x), 2)
  print(head(sides[order(-abs(sides$change_percent)), c("function", "change_percent")], 5), row.names = FALSE)
}

if (length(arguments) > 1) {
  png(arguments[2], width = 900, height = 420)
  par(mar = c(4, 16, 2, 1))
  barplot(rev(few$self_percent), names.arg = rev(few[["function"]]), horiz = TRUE, las = 1, border = NA,
    col = "#4a7fd6", xlab = "self, %")
  invisible(dev.off())
}
DBI::dbDisconnect(store)
