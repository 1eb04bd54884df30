// See difference.h.
#include "analyzer/schema/difference.h"

#include "grammar/name.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <llvm/ADT/STLExtras.h>
#include <llvm/ADT/StringMap.h>
#include <llvm/ADT/StringRef.h>
#include <llvm/ADT/StringSet.h>

#include <map>

namespace ironlaw {

namespace {

/// The objects of one schema, by key, and what of them has found its counterpart.
class Side {
public:
    explicit Side(const DescribedSchema& schema)
        : schema_(schema), matched_(schema.objects.size(), false) {
        for (size_t i = 0; i < schema.objects.size(); ++i) {
            byKey_.try_emplace(schema.objects[i].key, i);
        }
    }

    const std::vector<ObjectDescription>& objects() const { return schema_.objects; }
    bool sameCatalog() const { return schema_.sameCatalog; }
    std::optional<size_t> find(const std::string& key) const {
        const auto found = byKey_.find(key);
        return found == byKey_.end() ? std::nullopt : std::optional(found->second);
    }
    bool isMatched(size_t index) const { return matched_[index]; }
    void match(size_t index) { matched_[index] = true; }

    /// Whether it is certain that this schema has nothing like `object` of the other one: its table
    /// is there, and known. Nothing is said of the parts of a table that is not.
    bool surelyLacks(const ObjectDescription& object, const Side& other) const {
        if (object.incidental) {
            return false;
        }
        if (object.parent.empty()) {
            return schema_.complete;
        }
        const std::optional<size_t> parent = find(object.parent);
        if (sameCatalog()) {
            const std::optional<size_t> others = other.find(object.parent);
            return parent || (others && !other.objects()[*others].complete);
        }
        return parent && schema_.objects[*parent].complete;
    }

private:
    const DescribedSchema& schema_;
    llvm::StringMap<size_t> byKey_;
    std::vector<bool> matched_;
};

std::string_view withoutNumber(std::string_view name) {
    return llvm::StringRef(name).rtrim("0123456789");
}

/// PostgreSQL chooses the number behind a name by what is there already, cuts what is too long, and
/// named foreign keys after their first column alone before version 12.
bool isOtherChoice(const ObjectDescription& before, const ObjectDescription& after) {
    constexpr std::string_view ofForeignKey = "_fkey";
    const std::string_view a = withoutNumber(before.name);
    const std::string_view b = withoutNumber(after.name);
    return a == b || before.name.size() >= maxIdentifierBytes - 3 ||
           (a.ends_with(ofForeignKey) && b.ends_with(ofForeignKey));
}

class Comparer {
public:
    Comparer(const DescribedSchema& before, const DescribedSchema& after)
        : before_(before), after_(after), counterparts_(before.objects.size()) {}

    std::vector<Difference> differences() {
        matchNames();
        if (before_.sameCatalog() && after_.sameCatalog()) {
            matchIdentities();
        }
        matchPurposes();
        for (size_t i = 0; i < before_.objects().size(); ++i) {
            const ObjectDescription& object = before_.objects()[i];
            if (before_.isMatched(i)) {
                compare(object, after_.objects()[counterparts_[i]]);
            } else if (after_.surelyLacks(object, before_)) {
                result_.push_back({Difference::Kind::Missing, &object, nullptr});
            }
        }
        for (size_t i = 0; i < after_.objects().size(); ++i) {
            const ObjectDescription& object = after_.objects()[i];
            if (!after_.isMatched(i) && before_.surelyLacks(object, after_)) {
                result_.push_back({Difference::Kind::LeftOver, nullptr, &object});
            }
        }
        return std::move(result_);
    }

private:
    void match(size_t before, size_t after) {
        before_.match(before);
        after_.match(after);
        counterparts_[before] = after;
    }

    void matchNames() {
        for (size_t i = 0; i < before_.objects().size(); ++i) {
            const std::optional<size_t> found = after_.find(before_.objects()[i].key);
            if (found && !after_.isMatched(*found)) {
                match(i, *found);
            }
        }
    }

    void matchIdentities() {
        const auto identityOf = [](const ObjectDescription& object) {
            return object.isConstraint() ? std::pair<ObjectId, ColumnNumber>()
                                         : std::pair(object.object, object.column);
        };
        std::map<std::pair<ObjectId, ColumnNumber>, size_t> known;
        for (size_t i = 0; i < after_.objects().size(); ++i) {
            const auto identity = identityOf(after_.objects()[i]);
            if (!after_.isMatched(i) && identity.first != 0) {
                known.try_emplace(identity, i);
            }
        }
        for (size_t i = 0; i < before_.objects().size(); ++i) {
            const auto found = known.find(identityOf(before_.objects()[i]));
            if (!before_.isMatched(i) && found != known.end()) {
                match(i, found->second);
            }
        }
    }

    /// What is left of constraints and indexes: one that does the same is the same.
    void matchPurposes() {
        llvm::StringMap<std::vector<size_t>> byPurpose;
        for (size_t i = after_.objects().size(); i > 0; --i) {
            const std::string& purpose = after_.objects()[i - 1].purpose;
            if (!purpose.empty() && !after_.isMatched(i - 1)) {
                byPurpose[purpose].push_back(i - 1);
            }
        }
        for (size_t i = 0; i < before_.objects().size(); ++i) {
            const std::string& purpose = before_.objects()[i].purpose;
            const auto found = byPurpose.find(purpose);
            if (purpose.empty() || before_.isMatched(i) || found == byPurpose.end() ||
                found->second.empty()) {
                continue;
            }
            match(i, found->second.back());
            found->second.pop_back();
        }
    }

    void compare(const ObjectDescription& before, const ObjectDescription& after) {
        if (before.name != after.name && !(before.nameIsChosen && isOtherChoice(before, after))) {
            result_.push_back({Difference::Kind::Renamed, &before, &after});
        }
        compareOrder(before, after);
        if (before.parent.empty() && schemaOf(before) != schemaOf(after)) {
            add(before, after, "schema", fmt::format("the schema {}", schemaOf(before)),
                fmt::format("the schema {}", schemaOf(after)));
        }
        for (const Attribute& one : before.attributes) {
            const auto other = find(after, one);
            if (other == after.attributes.end() ? one.flag && after.complete
                                                : differ(one, *other)) {
                add(before, after, one.name, one.phrase(),
                    other == after.attributes.end() ? without(one) : other->phrase());
            }
        }
        for (const Attribute& one : after.attributes) {
            const bool isLacked = one.setOnce || (one.flag && before.complete);
            if (isLacked && find(before, one) == before.attributes.end()) {
                add(before, after, one.name, without(one), one.phrase());
            }
        }
    }

    void add(const ObjectDescription& before, const ObjectDescription& after,
             std::string_view attribute, std::string from, std::string to) {
        result_.push_back({Difference::Kind::Different, &before, &after, attribute, std::move(from),
                           std::move(to)});
    }

    /// Of an object that is no part of another one.
    static std::string_view schemaOf(const ObjectDescription& object) {
        return llvm::StringRef(object.key).drop_front().split('\n').first;
    }

    static std::vector<Attribute>::const_iterator find(const ObjectDescription& object,
                                                       const Attribute& like) {
        return llvm::find_if(object.attributes,
                             [&](const Attribute& it) { return it.name == like.name; });
    }

    static std::string without(const Attribute& attribute) {
        return Attribute{attribute.name, "", std::nullopt, true}.phrase();
    }

    /// Columns that only one side has are differences of their own.
    void compareOrder(const ObjectDescription& before, const ObjectDescription& after) {
        const auto inBoth = [](const ObjectDescription& one, const ObjectDescription& other) {
            llvm::StringSet<> known;
            for (const std::string& name : other.columnOrder) {
                known.insert(name);
            }
            std::vector<std::string> result;
            llvm::copy_if(one.columnOrder, std::back_inserter(result),
                          [&](const std::string& name) { return known.contains(name); });
            return result;
        };
        const std::vector<std::string> from = inBoth(before, after);
        const std::vector<std::string> to = inBoth(after, before);
        if (from != to) {
            const auto list = [](const std::vector<std::string>& names) {
                return fmt::format("({})", fmt::join(names, ", "));
            };
            result_.push_back(
                {Difference::Kind::Reordered, &before, &after, {}, list(from), list(to)});
        }
    }

    static bool differ(const Attribute& a, const Attribute& b) {
        return a.shown.empty() != b.shown.empty() || (a.value && b.value && *a.value != *b.value);
    }

    Side before_;
    Side after_;
    std::vector<size_t> counterparts_;
    std::vector<Difference> result_;
};

} // namespace

DescribedSchema describeObjects(const SchemaInput& input, const std::set<ObjectId>& ids) {
    DescribedSchema result{{}, true, true};
    for (const ObjectId id : ids) {
        if (const CatalogObject* object = input.catalog.find(id)) {
            describe(input, *object, Comparison::Exact, result.objects);
        }
    }
    return result;
}

std::vector<Difference> differencesOf(const DescribedSchema& before, const DescribedSchema& after) {
    return Comparer(before, after).differences();
}

} // namespace ironlaw
