# reference.R -- values from R's own packages that the unit tests of src/insight compare with.
#
# Prints C tables, ready to paste. Not needed to build or to test. The command that made them:
#
#     sudo apt-get install r-base-core r-cran-survival
#     Rscript tools/r/reference.R
#
# Used: stats::pbeta, stats::qbeta, stats::prop.trend.test, stats::glm; survival::survfit.

suppressPackageStartupMessages(library(survival))
cat(sprintf("/* %s, survival %s */\n", R.version.string, packageVersion("survival")))

# --- the posterior of a rate: counts t toward, o other, prior Beta(1/2, 1/2)
cat("\n/* beta_cdf: x, a, b, pbeta(x, a, b) */\n")
grid <- rbind(c(0.5, 0.5, 0.5), c(0.1, 0.5, 8.5), c(0.9, 12.25, 3.75), c(0.001, 2, 300),
              c(0.7, 70.5, 30.5), c(0.31, 3000.5, 7000.5), c(0.999, 40.5, 0.5),
              c(0.25, 0.75, 0.625), c(0.5, 50000.5, 50000.5))
for (i in seq_len(nrow(grid))) {
    g <- grid[i, ]
    cat(sprintf("{%.17g, %.17g, %.17g, %.17g},\n", g[1], g[2], g[3], pbeta(g[1], g[2], g[3])))
}
cat("\n/* beta_quantile: p, a, b, qbeta(p, a, b) */\n")
shapes <- rbind(c(0.5, 0.5), c(3.5, 0.5), c(0.5, 20.5), c(7.5, 3.5), c(12.25, 3.75),
                c(70.5, 30.5), c(1000.5, 3.5), c(3000.5, 7000.5), c(0.75, 0.625))
for (i in seq_len(nrow(shapes))) for (p in c(0.025, 0.1, 0.9, 0.975)) {
    s <- shapes[i, ]
    cat(sprintf("{%.17g, %.17g, %.17g, %.17g},\n", p, s[1], s[2], qbeta(p, s[1], s[2])))
}

# --- the same with forgetting: a half-life of 8 weeks
cat("\n/* beta_rate_by_week: deposits, withdrawals, then permille */\n")
deposits <- c(3, 0, 5, 2, 0, 6, 4, 1, 0, 7)
withdrawals <- c(1, 2, 1, 2, 0, 1, 0, 3, 0, 2)
for (week in seq_along(deposits)) {
    weight <- 0.5 ^ ((week - seq_len(week)) / 8)
    a <- 0.5 + sum(weight * deposits[seq_len(week)])
    b <- 0.5 + sum(weight * withdrawals[seq_len(week)])
    v <- 1000 * c(a / (a + b), qbeta(c(0.1, 0.9, 0.025, 0.975), a, b))
    enough <- a + b - 1 >= 8 && floor(v[3] + 0.5) - floor(v[2] + 0.5) <= 400
    cat(sprintf("{{%d, %d}, {%s, %s}},\n", deposits[week], withdrawals[week],
                paste(floor(v + 0.5), collapse = ", "), if (enough) "true" else "false"))
}

# --- time to repair: mended in class 1..3, or seen open to the end of class 1..3
cat("\n/* km_estimate: mended, open, then open share, low, high in permille (-1: none) */\n")
mend <- function(mended, open) {
    time <- c(rep(1:3, mended), rep(1:3, open))
    event <- c(rep(1, sum(mended)), rep(0, sum(open)))
    fit <- survfit(Surv(time, event) ~ 1, conf.type = "log-log")
    s <- summary(fit, times = 1:3, extend = TRUE)
    v <- floor(1000 * cbind(s$surv, s$lower, s$upper) + 0.5)
    v[is.na(v) | s$surv == 0 | s$surv == 1] <- -1
    v[, 1] <- floor(1000 * s$surv + 0.5)
    median <- unname(quantile(fit, 0.5, conf.int = FALSE))
    cat(sprintf("{{%s}, {%s}, {{%s}, {%s}, {%s}}}, /* median %s */\n",
                paste(mended, collapse = ", "), paste(open, collapse = ", "),
                paste(v[1, ], collapse = ", "), paste(v[2, ], collapse = ", "),
                paste(v[3, ], collapse = ", "), format(median)))
}
mend(c(6, 4, 2), c(1, 0, 5))
mend(c(12, 0, 3), c(0, 0, 4))
mend(c(2, 1, 1), c(2, 0, 14))
mend(c(0, 3, 0), c(1, 0, 6))
mend(c(5, 3, 2), c(0, 0, 0))
mend(c(0, 0, 0), c(2, 0, 7))
mend(c(5, 0, 0), c(0, 0, 5))
mend(c(40, 25, 19), c(3, 0, 33))

# --- trend: Cochran-Armitage, and Pearson's dispersion around a constant rate
cat("\n/* drift_score: chi squared, dispersion */\n")
trend <- function(toward, other) {
    n <- toward + other
    use <- n > 0
    week <- seq_along(n)
    chi <- prop.trend.test(toward[use], n[use], week[use])$statistic
    fit <- glm(cbind(toward[use], other[use]) ~ 1, family = binomial)
    phi <- sum(residuals(fit, "pearson")^2) / (sum(use) - 1)
    cat(sprintf("%.17g, %.17g\n", chi, max(1, phi)))
}
trend(c(5, 6, 4, 5, 0, 6, 4, 3, 5, 2, 3, 0, 2, 1, 2, 1), c(1, 0, 1, 2, 0, 1, 3, 2, 2, 3, 4, 0, 3, 5, 4, 4))
trend(c(9, 1, 8, 0, 7, 9, 1, 2, 9, 0, 6, 8), c(1, 7, 0, 9, 2, 0, 8, 6, 1, 7, 1, 0))

# --- spread: the middle half of fourteen scores
cat("\n/* spread_of: scores, then quartiles (type 7), halves up */\n")
scores <- rbind(c(500, 500, 667, 333, 500, 833, 667, 500, 167, 500, 667, 500, 333, 500),
                c(0, 1000, 0, 1000, 0, 1000, 0, 1000, 0, 1000, 0, 1000, 0, 1000),
                c(810, 802, 790, 777, 760, 744, 730, 701, 690, 655, 640, 611, 603, 590),
                c(1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1000, 3, 5, 7))
for (i in seq_len(nrow(scores)))
    cat(sprintf("{{%s}, %s},\n", paste(scores[i, ], collapse = ", "),
                paste(floor(quantile(scores[i, ], c(0.25, 0.5, 0.75), type = 7) + 0.5),
                      collapse = ", ")))

# --- reliable change: standard deviation, reliability, the smallest difference above
# 1.96 standard errors of a difference, in hundredths of a point
cat("\n/* change_needed: sd, reliability, needed */\n")
for (n in list(c(7.6, 0.95), c(7.5, 0.88), c(17.8, 0.9), c(0.5, 0.7), c(1000, 0.001), c(0.01, 0.999)))
    cat(sprintf("{{%.0f, %.0f}, %.0f},\n", 100 * n[1], 1000 * n[2],
                floor(100 * 1.96 * sqrt(2) * n[1] * sqrt(1 - n[2])) + 1))
