// Types, domains, sequences and publications that stay get back what they were.
#include "analyzer/rollback/drafter.h"

#include "analyzer/catalog/type-text.h"
#include "analyzer/schema/words.h"
#include "analyzer/schema/written.h"
#include "grammar/keyword.h"

#include <fmt/format.h>

#include <algorithm>

namespace ironlaw {

void Drafter::alterObjects() {
    eachKept<Type>([&](const Type& before, const Type& after) {
        switch (before.typeKind) {
        case TypeKind::Enum: alterEnum(before, after); break;
        case TypeKind::Domain: alterDomain(before, after); break;
        case TypeKind::Composite: alterComposite(before, after); break;
        default: break;
        }
    });
    eachKept<Sequence>(
        [&](const Sequence& before, const Sequence& after) { alterSequence(before, after); });
    eachKept<Publication>([&](const Publication& before, const Publication& after) {
        alterPublication(before, after);
    });
}

/// Of a value that has another name the place tells which one it was.
void Drafter::alterEnum(const Type& before, const Type& after) {
    std::vector<std::string_view> labels = after.labels;
    for (const std::string_view label : after.labels) {
        const bool added = std::ranges::find(after.addedLabels, label, &AddedLabel::label) !=
                           after.addedLabels.end();
        const bool had = std::ranges::find(before.labels, label) != before.labels.end();
        if (added && !had && labels.size() > before.labels.size()) {
            std::erase(labels, label);
            mark(fmt::format("irreversible: PostgreSQL cannot take the value '{}' of \"{}\" back",
                             label, before.name));
        }
    }
    for (size_t i = 0; i < labels.size() && labels.size() == before.labels.size(); ++i) {
        if (labels[i] != before.labels[i]) {
            say(fmt::format("ALTER TYPE {} RENAME VALUE {} TO {}", nameOf(before, Side::Before),
                            quotedLiteral(labels[i]), quotedLiteral(before.labels[i])));
        }
    }
}

void Drafter::alterDomain(const Type& before, const Type& after) {
    const std::string words = fmt::format("ALTER DOMAIN {}", nameOf(before, Side::Before));
    if (before.hasDefault != after.hasDefault || before.defaultPlace != after.defaultPlace) {
        const std::string value = writtenDefault(input_, before);
        say(value.empty() ? words + " DROP DEFAULT"
                          : fmt::format("{} SET DEFAULT {}", words, value));
    }
    if (before.notNull != after.notNull) {
        say(fmt::format("{} {} NOT NULL", words, before.notNull ? "SET" : "DROP"));
    }
    const std::vector<Pair<DomainCheck>> pairs = checkPairs(before, after);
    for (const Pair<DomainCheck>& pair : pairs) {
        if (pair.before == nullptr) {
            say(fmt::format("{} DROP CONSTRAINT {}", words, quotedIdentifier(pair.after->name)));
        }
    }
    for (const Pair<DomainCheck>& pair : pairs) {
        if (pair.after == nullptr) {
            say(fmt::format("{} ADD CONSTRAINT {} CHECK ({})", words,
                            quotedIdentifier(pair.before->name),
                            writtenCheck(input_, *pair.before)));
        }
    }
}

void Drafter::alterComposite(const Type& before, const Type& after) {
    const std::string words = fmt::format("ALTER TYPE {}", nameOf(before, Side::Before));
    const auto find = [](const Type& type, const Column& like) {
        const auto found = std::ranges::find(type.attributes, like.number, &Column::number);
        return found == type.attributes.end() ? nullptr : &*found;
    };
    for (const Column& one : after.attributes) {
        if (find(before, one) == nullptr) {
            say(fmt::format("{} DROP ATTRIBUTE {}", words, quotedIdentifier(one.name)));
        }
    }
    for (const Column& one : before.attributes) {
        const Column* now = find(after, one);
        const std::string type = one.type == nullptr ? "" : typeText(catalog_, *one.type);
        if (now == nullptr) {
            say(fmt::format("{} ADD ATTRIBUTE {} {}", words, quotedIdentifier(one.name), type));
        } else if (now->type != one.type && now->type != nullptr && one.type != nullptr &&
                   !isSameType(*one.type, *now->type)) {
            say(fmt::format("{} ALTER ATTRIBUTE {} TYPE {}", words, quotedIdentifier(one.name),
                            type));
        }
    }
}

void Drafter::alterSequence(const Sequence& before, const Sequence& after) {
    if (before.identity || after.identity ||
        (before.ownerTable == after.ownerTable && before.ownerColumn == after.ownerColumn)) {
        return;
    }
    if (before.ownerTable == 0) {
        say(fmt::format("ALTER {} OWNED BY NONE", reference(before, Side::Before)));
    } else {
        writer_.sequenceOwner(before);
        sayWritten();
    }
}

void Drafter::alterPublication(const Publication& before, const Publication& after) {
    const auto change = [&](const Publication& from, const Publication& to, std::string_view verb) {
        for (const ObjectId table : from.tables) {
            const bool isThere = std::ranges::find(to.tables, table) != to.tables.end();
            if (!isThere && catalog_.find(table) != nullptr) {
                say(fmt::format("ALTER {} {} TABLE {}", reference(before, Side::Before), verb,
                                relationAt(table, Side::Before)));
            }
        }
    };
    change(after, before, "DROP");
    change(before, after, "ADD");
}

} // namespace ironlaw
