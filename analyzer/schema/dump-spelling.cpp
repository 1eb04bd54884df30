// See dump-spelling.h.
#include "analyzer/schema/dump-spelling.h"

#include "analyzer/catalog/type-text.h"
#include "analyzer/replay/facts/facts.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <llvm/ADT/StringExtras.h>
#include <llvm/ADT/StringRef.h>
#include <llvm/ADT/StringSwitch.h>

#include <set>

namespace ironlaw {

namespace {

const Expression* withoutCasts(const Expression* value) {
    while (value != nullptr && value->kind == ExpressionKind::Cast && !value->operands.empty()) {
        value = value->operands[0];
    }
    return value;
}

bool isLiteral(const Expression& value) {
    return value.kind == ExpressionKind::String || value.kind == ExpressionKind::Number ||
           value.kind == ExpressionKind::Boolean;
}

/// How the values of a type are compared.
enum class Values : uint8_t { Unknown, Boolean, Number, Text, FoldedText };

Values valuesOf(const Catalog& catalog, const TypeName* type) {
    if (type == nullptr || type->dimensions != 0) {
        return Values::Unknown;
    }
    const std::string_view name = type->name.name.text;
    const Values known = llvm::StringSwitch<Values>(name)
                             .Case("bool", Values::Boolean)
                             .Cases("int2", "int4", "int8", "numeric", Values::Number)
                             .Cases("float4", "float8", Values::Number)
                             .Cases("text", "varchar", "citext", "json", Values::Text)
                             .Case("uuid", Values::FoldedText)
                             .Default(Values::Unknown);
    const Lookup<Type> own = catalog.type(type->name);
    return own && own->typeKind == TypeKind::Enum ? Values::Text : known;
}

std::optional<std::string> comparableLiteral(const Expression& value, Values values) {
    const std::string text = llvm::StringRef(value.text.view()).trim().lower();
    switch (values) {
    case Values::Unknown: break;
    case Values::Text: return fmt::format("'{}'", value.text.view());
    case Values::FoldedText: return fmt::format("'{}'", text);
    case Values::Boolean: {
        const bool isTrue = text == "true" || text == "t" || text == "yes" || text == "on" ||
                            text == "y" || text == "1";
        return isTrue ? "true" : "false";
    }
    case Values::Number: {
        double number = 0;
        if (!llvm::StringRef(text).getAsDouble(number)) {
            return fmt::format("{}", number);
        }
        break;
    }
    }
    return std::nullopt;
}

/// A word that means something to an input function, which prints it in another form.
bool isSpecial(std::string_view word) {
    static const std::set<std::string_view> words = {
        "allballs", "epoch", "f", "false", "infinity", "n",    "nan", "no",  "now",
        "off",      "on",    "t", "today", "tomorrow", "true", "y",   "yes", "yesterday"};
    return words.contains(word);
}

bool isPlainWord(std::string_view text) {
    return !text.empty() && (llvm::isAlpha(text[0]) || text[0] == '_') &&
           llvm::all_of(text, [](char c) { return llvm::isAlnum(c) || c == '_'; });
}

} // namespace

bool isConstant(const Expression* value) {
    value = withoutCasts(value);
    return value != nullptr && isLiteral(*value);
}

bool isOfExtension(const Catalog& catalog, const TypeName& type) {
    const Lookup<Type> known = catalog.type(type.name);
    return known ? known->extension != 0
                 : !isBuiltinType(type.name.name.text) && isTypeOfExtension(type.name.name.text);
}

std::string comparableType(const Catalog& catalog, const TypeName& type) {
    if (!isOfExtension(catalog, type)) {
        return typeText(catalog, type);
    }
    TypeName bare = type;
    bare.name.schema = {};
    std::string text = llvm::StringRef(typeText(catalog, bare)).lower();
    std::erase(text, ' ');
    return text;
}

std::optional<std::string> comparableDefault(const Catalog& catalog, const Expression* value,
                                             const TypeName* type) {
    value = withoutCasts(value);
    if (value == nullptr) {
        return std::nullopt;
    }
    if (isLiteral(*value)) {
        return comparableLiteral(*value, valuesOf(catalog, type));
    }
    const bool isPlainCall = value->kind == ExpressionKind::FunctionCall &&
                             value->operands.empty() && !value->star && !value->names.empty();
    if (!isPlainCall || !catalog.routines(qualifiedName(value->names)).empty()) {
        return std::nullopt;
    }
    return fmt::format("{}()", value->names[value->names.size() - 1].text.view());
}

std::optional<std::string> comparableWords(const Expression* expression) {
    std::set<std::string_view> words;
    bool certain = true;
    walkExpression(expression, [&](const Expression& node) {
        const bool namesSomething =
            node.type() != nullptr &&
            (node.type()->name.name.text.view().starts_with("reg") ||
             node.type()->name.name.text == "tsquery" || node.type()->name.name.text == "bytea");
        certain &= node.kind != ExpressionKind::Other && !namesSomething;
        if (node.kind == ExpressionKind::String && isPlainWord(node.text)) {
            certain &= !isSpecial(foldedIdentifier(node.text));
            words.insert(node.text);
        }
        return true;
    });
    if (!certain || words.empty()) {
        return std::nullopt;
    }
    return fmt::format("'{}'", fmt::join(words, "', '"));
}

std::optional<std::string> comparableBody(std::string_view file, Range body) {
    if (body.empty() || body.begin == 0 || body.end > file.size()) {
        return std::nullopt;
    }
    const bool doubled = file[body.begin - 1] == '\'';
    const bool isEscape =
        doubled && body.begin > 1 && (file[body.begin - 2] == 'E' || file[body.begin - 2] == 'e');
    if (isEscape) {
        return std::nullopt;
    }
    std::string result;
    const std::string_view text = file.substr(body.begin, body.size());
    for (size_t i = 0; i < text.size(); ++i) {
        if (llvm::isSpace(text[i])) {
            continue;
        }
        result += text[i];
        i += doubled && text.substr(i).starts_with("''") ? 1 : 0;
    }
    return result;
}

} // namespace ironlaw
