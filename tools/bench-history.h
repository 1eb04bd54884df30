// A made-up history of migrations for measuring: the same bytes for the same wishes, written as a
// shop's developers would write it over the years. It is no test data: nothing is expected of it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace ironlaw::bench {

struct HistoryFile {
    std::string name; ///< golang-migrate's: "000007_create_orders.up.sql"
    std::string text;
};

/// Migrations until their files hold `bytes` or a little more; each has a way up and a way back.
std::vector<HistoryFile> makeHistory(size_t bytes);

} // namespace ironlaw::bench
