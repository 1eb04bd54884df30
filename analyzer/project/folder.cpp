// Reading folders and files: sorted, each once, nothing that could block.
#include "analyzer/project/folder.h"

#include "analyzer/project/config.h"
#include "analyzer/project/layout.h"
#include "analyzer/project/read-file.h"

#include <fmt/format.h>
#include <llvm/Support/FileSystem.h>
#include <llvm/Support/Path.h>

#include <algorithm>

namespace ironlaw {

namespace sys = llvm::sys;

Folder::Folder(std::string path) : path_(std::move(path)) {
    std::error_code error;
    std::string where = path_.empty() ? "." : path_;
    for (sys::fs::directory_iterator it(where, error), end; it != end && !error;
         it.increment(error)) {
        FolderEntry entry;
        entry.name = sys::path::filename(it->path()).str();
        entry.path = below(entry.name);
        // The folder mostly tells the types of its entries; a link has to be followed.
        const sys::fs::file_type type = it->type();
        entry.isFolder =
            type == sys::fs::file_type::directory_file ||
            (type != sys::fs::file_type::regular_file && sys::fs::is_directory(entry.path));
        entries_.push_back(std::move(entry));
    }
    if (error) {
        failure_ = fmt::format("{}: {}", where, error.message());
    }
    std::ranges::sort(entries_, {}, &FolderEntry::name);
}

Folder::Folder(std::string path, std::string onlyFile) : path_(std::move(path)) {
    addFile(std::move(onlyFile));
    entries_.front().asked = true;
}

void Folder::keepOnly(std::string_view entryName) {
    std::erase_if(entries_, [&](const FolderEntry& entry) { return entry.name != entryName; });
}

void Folder::add(std::string entryName, bool isFolder) {
    if (has(entryName)) {
        return;
    }
    FolderEntry entry;
    entry.path = below(entryName);
    entry.name = std::move(entryName);
    entry.isFolder = isFolder;
    entries_.insert(std::ranges::upper_bound(entries_, entry.name, {}, &FolderEntry::name), entry);
}

std::string Folder::below(std::string_view fileName) const {
    return path_.empty() ? std::string(fileName) : fmt::format("{}/{}", path_, fileName);
}

bool Folder::has(std::string_view entryName) const {
    return std::ranges::binary_search(entries_, entryName, {}, &FolderEntry::name);
}

bool SeenFolders::enter(const std::string& path) {
    sys::fs::UniqueID id;
    return !sys::fs::getUniqueID(path.empty() ? "." : path, id) &&
           seen_.insert({id.getDevice(), id.getFile()}).second;
}

bool SeenFolders::hasEntered(const std::string& path) const {
    sys::fs::UniqueID id;
    return !sys::fs::getUniqueID(path.empty() ? "." : path, id) &&
           seen_.contains({id.getDevice(), id.getFile()});
}

std::string directPath(const std::string& path) {
    llvm::SmallString<256> whole(path);
    if (!path.starts_with('.') || sys::fs::make_absolute(whole)) {
        return path;
    }
    std::string direct = belowHere(whole.str().str());
    return sys::path::is_absolute(direct) ? path : direct;
}

Folder FileReader::look(const std::string& path) const {
    Folder result(path);
    const auto isSame = [&](llvm::StringRef other) {
        return (other.empty() ? "." : other) == directPath(path.empty() ? "." : path);
    };
    for (const std::string& file : given_) {
        const llvm::StringRef parent = sys::path::parent_path(file);
        if (isSame(parent)) {
            result.addFile(sys::path::filename(file).str());
        } else if (!parent.empty() && isSame(sys::path::parent_path(parent))) {
            result.addFolder(sys::path::filename(parent).str());
        }
    }
    return result;
}

Folder FileReader::folder(const std::string& path) {
    Folder result = look(path);
    if (!result.failure().empty() && result.entries().empty()) {
        failures_.push_back(result.failure());
    }
    return result;
}

std::optional<FileId> FileReader::read(const std::string& written) {
    const std::string path = directPath(written);
    auto known = known_.find(path);
    if (known != known_.end()) {
        return known->second;
    }
    std::optional<FileId>& result = known_[path];
    auto buffer = readWholeFile(path);
    if (!buffer) {
        failures_.push_back(llvm::toString(buffer.takeError()));
        return result;
    }
    result = sources_.add(path, std::move(*buffer));
    return result;
}

std::optional<FileId> FileReader::readIfThere(const std::string& path) {
    const bool isThere = known_.contains(directPath(path)) || sys::fs::exists(path);
    return isThere ? read(path) : std::nullopt;
}

llvm::Expected<FileId> FileReader::need(const std::string& written) {
    const std::string path = directPath(written);
    if (std::optional<FileId> file = read(path)) {
        return *file;
    }
    // The reason is said once: as the end of the run, not as one of its failures.
    std::string why;
    std::erase_if(failures_, [&](const std::string& one) {
        const bool isReason = one.starts_with(path + ": ");
        why = isReason ? one : why;
        return isReason;
    });
    return llvm::make_error<llvm::StringError>(why, llvm::inconvertibleErrorCode());
}

FileId FileReader::add(const std::string& path, std::unique_ptr<llvm::MemoryBuffer> buffer) {
    FileId file = sources_.add(path, std::move(buffer));
    known_[directPath(path)] = file;
    given_.push_back(directPath(path));
    return file;
}

std::optional<std::string> FileReader::peek(const std::string& path) {
    auto buffer = readWholeFile(path);
    if (!buffer) {
        llvm::consumeError(buffer.takeError());
        return std::nullopt;
    }
    return (*buffer)->getBuffer().str();
}

namespace {

/// `folder` and the folders above it, up to the repository's root or eight levels.
std::vector<std::string> upwards(const std::string& folder) {
    std::vector<std::string> result;
    llvm::SmallString<256> current(folder.empty() ? "." : folder);
    if (sys::fs::make_absolute(current)) {
        return result;
    }
    sys::path::remove_dots(current, true);
    for (int level = 0; level < 8 && !current.empty(); ++level) {
        result.push_back(current.str().str());
        if (sys::fs::exists(current + "/.git")) {
            break;
        }
        llvm::StringRef parent = sys::path::parent_path(current);
        if (parent == current) {
            break;
        }
        current = llvm::SmallString<256>(parent);
    }
    return result;
}

} // namespace

bool Evidence::nearby(std::string_view name) const {
    return std::ranges::any_of(upwards(folder.path()), [&](const std::string& one) {
        return sys::fs::exists(fmt::format("{}/{}", one, name));
    });
}

bool Evidence::nearbyMentions(std::string_view name, std::string_view word) const {
    return std::ranges::any_of(upwards(folder.path()), [&](const std::string& one) {
        std::optional<std::string> text = FileReader::peek(fmt::format("{}/{}", one, name));
        return text && text->find(word) != std::string::npos;
    });
}

bool Evidence::anyNearbyMentions(std::string_view ending, std::string_view word) const {
    return std::ranges::any_of(upwards(folder.path()), [&](const std::string& one) {
        const Folder around(one);
        return std::ranges::any_of(around.entries(), [&](const FolderEntry& entry) {
            const std::optional<std::string> text =
                entry.name.ends_with(ending) ? FileReader::peek(entry.path) : std::nullopt;
            return text && text->find(word) != std::string::npos;
        });
    });
}

std::optional<std::string> textNearby(const std::string& folder, std::string_view name) {
    for (const std::string& one : upwards(folder)) {
        if (std::optional<std::string> text = FileReader::peek(fmt::format("{}/{}", one, name))) {
            return text;
        }
    }
    return std::nullopt;
}

bool Evidence::requiresModule(std::string_view word) const {
    return std::ranges::any_of(upwards(folder.path()), [&](const std::string& one) {
        const std::optional<std::string> text = FileReader::peek(one + "/go.mod");
        bool result = false;
        eachLine(text ? std::string_view(*text) : "", [&](std::string_view line, Range) {
            result |= line.find(word) != std::string_view::npos &&
                      line.find("// indirect") == std::string_view::npos;
        });
        return result;
    });
}

bool Evidence::childHas(std::string_view child, std::string_view name) const {
    return sys::fs::exists(fmt::format("{}/{}", folder.below(child), name));
}

bool Evidence::anyHead(const std::function<bool(std::string_view)>& matches) const {
    return std::ranges::any_of(heads, matches);
}

bool Evidence::anyHeadMentions(std::string_view marker) const {
    const size_t rarest = std::min(marker.find_first_of("+:"), marker.size() - 1);
    return anyHead([&](llvm::StringRef head) {
        for (size_t at = head.find(marker[rarest]); at != llvm::StringRef::npos;
             at = head.find(marker[rarest], at + 1)) {
            if (at >= rarest && head.substr(at - rarest).starts_with_insensitive(marker)) {
                return true;
            }
        }
        return false;
    });
}

} // namespace ironlaw
