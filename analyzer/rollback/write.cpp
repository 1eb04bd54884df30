// See write.h.
#include "analyzer/rollback/write.h"

#include "analyzer/project/write-file.h"

#include <fmt/format.h>
#include <llvm/ADT/StringRef.h>
#include <llvm/Support/MemoryBuffer.h>
#include <llvm/Support/Path.h>

#include <algorithm>
#include <map>

namespace ironlaw {

namespace fs = llvm::sys::fs;

namespace {

std::string makeFile(const WayBackDraft& draft) {
    const llvm::StringRef folder = llvm::sys::path::parent_path(draft.path);
    if (!folder.empty()) {
        if (const std::error_code error = fs::create_directories(folder)) {
            return fmt::format("cannot write {}: {}", draft.path, error.message());
        }
    }
    return writeFile(draft.path, draft.text, fs::CD_CreateNew);
}

/// The text of a file with drafts in it, each behind the last word before its place.
std::string withDrafts(std::string_view text, const std::vector<const WayBackDraft*>& drafts) {
    std::string result(text);
    const bool hasReturns = text.find("\r\n") != std::string_view::npos;
    for (auto one = drafts.rbegin(); one != drafts.rend(); ++one) {
        const llvm::StringRef before = llvm::StringRef(text).take_front(*(*one)->offset).rtrim();
        std::string added = "\n" + std::string(llvm::StringRef((*one)->text).rtrim('\n'));
        if (!llvm::StringRef((*one)->text).starts_with("--rollback")) {
            added.insert(0, "\n");
        }
        for (size_t at = added.find('\n'); hasReturns && at != std::string::npos;
             at = added.find('\n', at + 2)) {
            added.insert(at, "\r");
        }
        const bool isLast = before.size() == text.size();
        result.insert(before.size(), isLast ? added + "\n" : added);
    }
    return result;
}

} // namespace

WrittenDrafts writeDrafts(const Sources& sources, std::span<const WayBackDraft> drafts) {
    WrittenDrafts result;
    const auto note = [&](const WayBackDraft& draft, std::string failure) {
        if (failure.empty()) {
            result.written.push_back(&draft);
        } else {
            result.failures.push_back(std::move(failure));
        }
    };
    std::map<FileId, std::vector<const WayBackDraft*>> byFile;
    for (const WayBackDraft& draft : drafts) {
        if (!draft.hasStatements && !draft.isIrreversible) {
            result.left.push_back(&draft);
        } else if (draft.offset) {
            byFile[draft.file].push_back(&draft);
        } else if (!draft.path.empty()) {
            note(draft, makeFile(draft));
        } else {
            note(draft,
                 fmt::format("cannot write {}: it is no SQL file", draft.migration->wayBackPlace));
        }
    }
    for (auto& [file, inFile] : byFile) {
        std::ranges::stable_sort(inFile, {}, [](const WayBackDraft* one) { return *one->offset; });
        const std::string& path = sources[file].path;
        const auto now = llvm::MemoryBuffer::getFile(path);
        const bool isSame = now && std::string_view((*now)->getBuffer()) == sources[file].text();
        std::string failure =
            isSame ? writeFile(path, withDrafts(sources[file].text(), inFile), fs::CD_OpenExisting)
                   : fmt::format("cannot write {}: it has changed since it was read", path);
        for (const WayBackDraft* draft : inFile) {
            note(*draft, failure);
        }
    }
    return result;
}

} // namespace ironlaw
