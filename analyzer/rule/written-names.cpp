// See written-names.h.
#include "analyzer/rule/written-names.h"

#include <llvm/ADT/StringExtras.h>

#include <algorithm>

namespace ironlaw {

namespace {

/// Shorter stand-ins are looked for as whole names only: they may well be a part of others.
constexpr size_t shortestPart = 5;

bool isNameByte(char byte) { return llvm::isAlnum(byte) || byte == '_' || byte == '$'; }

bool isName(llvm::StringRef text) {
    return !text.empty() && !llvm::isDigit(text.front()) && llvm::all_of(text, isNameByte);
}

} // namespace

WrittenNames::WrittenNames(const Sources& sources, const ParsedHistory& history) {
    for (const ParsedFile& file : history.files()) {
        const std::string_view bytes = sources[file.file].text();
        for (const SectionView& view : file.sections) {
            const PreparedText& prepared = view.parsed->prepared;
            for (const Range range : prepared.placeholders) {
                const std::string_view standIn = prepared.text.substr(range.begin, range.size());
                const std::string_view written = bytes.substr(range.begin, range.size());
                if (standIn != written && isName(standIn)) {
                    written_.try_emplace(standIn, written);
                }
            }
        }
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
    if (const auto whole = written_.find(name); whole != written_.end()) {
        return whole->second;
    }
    std::string result(name);
    for (const auto& [standIn, written] : written_) {
        const size_t place =
            standIn.size() < shortestPart ? std::string::npos : result.find(standIn.str());
        if (place != std::string::npos) {
            result.replace(place, standIn.size(), written);
        }
    }
    return result;
}

} // namespace ironlaw
