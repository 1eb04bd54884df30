// See written-names.h.
#include "analyzer/rule/written-names.h"

#include <llvm/ADT/StringExtras.h>

#include <algorithm>

namespace ironlaw {

namespace {

bool isNameByte(char byte) { return llvm::isAlnum(byte) || byte == '_' || byte == '$'; }

bool isName(llvm::StringRef text) {
    return !text.empty() && !llvm::isDigit(text.front()) && llvm::all_of(text, isNameByte);
}

Range nameAround(std::string_view text, Range range) {
    while (range.begin > 0 && isNameByte(text[range.begin - 1])) {
        --range.begin;
    }
    while (range.end < text.size() && isNameByte(text[range.end])) {
        ++range.end;
    }
    return range;
}

} // namespace

WrittenNames::WrittenNames(const Sources& sources, const ParsedHistory& history) {
    for (const ParsedFile& file : history.files()) {
        const std::string_view bytes = sources[file.file].text();
        for (const SectionView& view : file.sections) {
            const PreparedText& prepared = view.parsed->prepared;
            for (const Range range : prepared.placeholders) {
                const Range whole = nameAround(prepared.text, range);
                const std::string_view name = prepared.text.substr(whole.begin, whole.size());
                const std::string_view written = bytes.substr(whole.begin, whole.size());
                if (name != written && isName(name)) {
                    add(llvm::StringRef(name).lower(), written);
                    add(std::string(name), written);
                }
            }
        }
    }
}

void WrittenNames::add(std::string name, std::string_view written) {
    const auto [entry, isNew] = written_.try_emplace(std::move(name), written);
    if (!isNew && entry->second != written) {
        entry->second.clear();
    }
}

void WrittenNames::restore(Diagnostic& diagnostic) const {
    if (written_.empty()) {
        return;
    }
    restore(diagnostic.message);
    restore(diagnostic.help);
    for (Note& note : diagnostic.notes) {
        restore(note.message);
    }
}

void WrittenNames::restore(std::string& text) const {
    std::string result;
    for (auto at = text.begin(); at != text.end();) {
        const auto end = std::find_if_not(at, text.end(), isNameByte);
        if (end == at) {
            result += *at++;
            continue;
        }
        result += restored({at, end});
        at = end;
    }
    text = std::move(result);
}

std::string WrittenNames::restored(std::string_view name) const {
    std::string result;
    bool startsPart = true;
    for (std::string_view rest = name; !rest.empty();) {
        const auto* found = startsPart ? longestAt(rest) : nullptr;
        if (found == nullptr) {
            startsPart = rest.front() == '_';
            result += rest.front();
            rest.remove_prefix(1);
        } else {
            startsPart = false;
            result += found->second.empty() ? found->first : found->second;
            rest.remove_prefix(found->first.size());
        }
    }
    return result;
}

const WrittenNames::Entry* WrittenNames::longestAt(std::string_view text) const {
    // The greatest key up to `text` is a prefix of it, or shares one with it that is looked for
    // next.
    for (std::string_view prefix = text; !prefix.empty();) {
        auto entry = written_.upper_bound(prefix);
        if (entry == written_.begin()) {
            return nullptr;
        }
        --entry;
        const std::string_view key = entry->first;
        const auto end = std::ranges::mismatch(prefix, key).in1;
        if (end == prefix.begin() + key.size() && (key.size() == text.size() || *end == '_')) {
            return &*entry;
        }
        prefix = {prefix.begin(), end == prefix.end() ? end - 1 : end};
    }
    return nullptr;
}

} // namespace ironlaw
