// Bounds of partitions that PostgreSQL refuses: of another strategy, empty, or with values that
// another partition has (transformPartitionBound in src/backend/parser/parse_utilcmd.c,
// check_new_partition_bound in src/backend/partitioning/partbounds.c).
#include "analyzer/replay/failure-sink.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <ranges>

namespace ironlaw {

namespace {

/// How many partitions a new one is compared with.
constexpr size_t comparedPartitions = 500;

/// One value of a bound, as far as it can be compared with others of the same column.
struct BoundValue {
    enum class Kind : uint8_t {
        Unknown,
        Minimum,
        Number,
        Text,
        Null,
        Maximum
    } kind = Kind::Unknown;
    int64_t number = 0;
    std::string_view text;
};

using Kind = BoundValue::Kind;

bool isInteger(const TypeName& type) {
    const std::string_view name = type.name.name.text;
    return type.isSerial() || name == "int2" || name == "int4" || name == "int8";
}

bool isText(const TypeName& type) {
    const std::string_view name = type.name.name.text;
    return name == "text" || name == "varchar";
}

/// A date without time, whose order is that of its digits: 2024-01-31.
bool isPlainDate(std::string_view text) {
    return text.size() == 10 && text[4] == '-' && text[7] == '-' && text[0] != '-';
}

BoundValue numberOf(std::string_view text) {
    BoundValue value;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value.number);
    if (error == std::errc() && end == text.data() + text.size()) {
        value.kind = Kind::Number;
    }
    return value;
}

/// `expression` as a value of the column; lists also compare texts for being equal.
BoundValue valueOf(const Expression& expression, const Column& column, bool ofList) {
    const TypeName& type = *column.type;
    const std::string_view name = type.name.name.text;
    const bool isDate = name == "date" || name == "timestamp" || name == "timestamptz";
    switch (expression.kind) {
    case ExpressionKind::ColumnReference:
        return {expression.text == "minvalue" ? Kind::Minimum : Kind::Maximum, 0, {}};
    case ExpressionKind::Null: return {Kind::Null, 0, {}};
    case ExpressionKind::Number: return isInteger(type) ? numberOf(expression.text) : BoundValue();
    case ExpressionKind::String:
        if (isInteger(type)) {
            return numberOf(expression.text);
        }
        return (isDate && isPlainDate(expression.text)) || (ofList && isText(type))
                   ? BoundValue{Kind::Text, 0, expression.text}
                   : BoundValue();
    default: return {};
    }
}

/// Nothing if nobody can tell which one comes first.
std::optional<std::strong_ordering> compare(const BoundValue& a, const BoundValue& b) {
    if (a.kind == Kind::Unknown || b.kind == Kind::Unknown) {
        return std::nullopt;
    }
    if (a.kind != b.kind) {
        return a.kind <=> b.kind;
    }
    if (a.kind == Kind::Number) {
        return a.number <=> b.number;
    }
    return a.text <=> b.text;
}

class BoundFailures {
public:
    BoundFailures(const Table& parent, const PartitionBound& bound, std::string_view name,
                  Range range, FailureSink& sink)
        : parent_(parent), bound_(bound), name_(name), range_(range), sink_(sink) {
        for (const ColumnNumber number : parent.partitionColumns) {
            const Column* column = parent.column(number);
            if (column != nullptr && column->type != nullptr && column->collation.empty()) {
                columns_.push_back(column);
            }
        }
    }

    void run() {
        if (bound_.isDefault) {
            defaultBound();
        } else if (bound_.strategy != parent_.partitionedBy) {
            refuse(fmt::format("invalid bound specification for a {} partition",
                               parent_.partitionedBy == PartitionStrategy::List    ? "list"
                               : parent_.partitionedBy == PartitionStrategy::Range ? "range"
                                                                                   : "hash"));
        } else if (bound_.strategy == PartitionStrategy::Hash) {
            hash();
        } else if (bound_.strategy == PartitionStrategy::Range && isEmpty()) {
            refuse(fmt::format("empty range bound specified for partition \"{}\"", name_));
        } else {
            eachOther([&](const Table& other) {
                if (overlaps(other.bound)) {
                    overlap(other);
                    return true;
                }
                return false;
            });
        }
    }

private:
    void refuse(std::string error) {
        sink_.add(FailureKind::InvalidDefinition, std::move(error), range_, name_);
    }
    void overlap(const Table& other) {
        sink_.add(
            {FailureKind::InvalidDefinition,
             fmt::format("partition \"{}\" would overlap partition \"{}\"", name_, other.name),
             range_,
             other.name,
             {obstacleOf(other)}});
    }

    /// Calls `visit` for the other partitions, the last ones first, until it says true.
    template <typename Visit> void eachOther(Visit&& visit) const {
        const std::vector<ObjectId> partitions = sink_.catalog().children(parent_.id);
        size_t compared = 0;
        for (const ObjectId id : std::views::reverse(partitions)) {
            const Table* other = sink_.catalog().get<Table>(id);
            if (++compared > comparedPartitions ||
                (other != nullptr && sink_.isCertain(*other) && !sink_.partsAreInDoubt(*other) &&
                 visit(*other))) {
                return;
            }
        }
    }

    void defaultBound() {
        if (parent_.partitionedBy == PartitionStrategy::Hash) {
            refuse("a hash-partitioned table may not have a default partition");
            return;
        }
        eachOther([&](const Table& other) {
            if (other.bound.isDefault) {
                refuse(fmt::format("partition \"{}\" conflicts with existing default partition "
                                   "\"{}\"",
                                   name_, other.name));
            }
            return other.bound.isDefault;
        });
    }

    void hash() {
        if (bound_.modulus <= 0 || bound_.remainder < 0) {
            return;
        }
        if (bound_.remainder >= bound_.modulus) {
            refuse("remainder for hash partition must be less than modulus");
            return;
        }
        eachOther([&](const Table& other) {
            const int32_t modulus = other.bound.modulus;
            if (modulus <= 0) {
                return false;
            }
            if (modulus % bound_.modulus != 0 && bound_.modulus % modulus != 0) {
                refuse("every hash partition modulus must be a factor of the next larger modulus");
                return true;
            }
            const int32_t smaller = std::min(modulus, bound_.modulus);
            const bool same = other.bound.remainder % smaller == bound_.remainder % smaller;
            if (same) {
                overlap(other);
            }
            return same;
        });
    }

    std::optional<std::strong_ordering> compareRows(std::span<const Expression* const> a,
                                                    std::span<const Expression* const> b) const {
        if (a.size() != columns_.size() || b.size() != columns_.size()) {
            return std::nullopt;
        }
        for (size_t i = 0; i < columns_.size(); ++i) {
            const auto order =
                compare(valueOf(*a[i], *columns_[i], false), valueOf(*b[i], *columns_[i], false));
            if (!order || *order != std::strong_ordering::equal) {
                return order;
            }
        }
        return std::strong_ordering::equal;
    }

    bool isEmpty() const {
        const auto order = compareRows(bound_.from, bound_.to);
        return order && *order != std::strong_ordering::less;
    }

    bool overlaps(const PartitionBound& other) const {
        if (other.isDefault) {
            return false;
        }
        if (bound_.strategy == PartitionStrategy::Range) {
            const auto before = compareRows(bound_.from, other.to);
            const auto behind = compareRows(other.from, bound_.to);
            return before && behind && *before == std::strong_ordering::less &&
                   *behind == std::strong_ordering::less;
        }
        return columns_.size() == 1 &&
               std::ranges::any_of(bound_.values, [&](const Expression* value) {
                   return std::ranges::any_of(other.values, [&](const Expression* taken) {
                       return compare(valueOf(*value, *columns_.front(), true),
                                      valueOf(*taken, *columns_.front(), true)) ==
                              std::strong_ordering::equal;
                   });
               });
    }

    const Table& parent_;
    const PartitionBound& bound_;
    std::string_view name_;
    Range range_;
    FailureSink& sink_;
    std::vector<const Column*> columns_; ///< of the key; fewer if not all of them can be compared
};

} // namespace

void boundFailures(const Table& parent, const PartitionBound& bound, std::string_view name,
                   Range range, FailureSink& sink) {
    BoundFailures(parent, bound, name, range, sink).run();
}

} // namespace ironlaw
