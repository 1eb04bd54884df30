// Matching of paths, without recursion: at most one star of each sort has to be tried again.
#include "analyzer/rule/path-pattern.h"

#include <llvm/ADT/SmallString.h>
#include <llvm/Support/FileSystem.h>
#include <llvm/Support/Path.h>

namespace ironlaw {

namespace {

/// Where to go on when the text behind a star does not match: one character, or one name, further.
struct Retry {
    size_t pattern = std::string_view::npos; ///< behind the star; npos: there is none
    size_t path = 0;
};

class Matcher {
public:
    Matcher(std::string_view pattern, std::string_view path) : pattern_(pattern), path_(path) {}

    bool matches() {
        while (true) {
            if (takeStar()) {
                continue;
            }
            bool patternEnds = p_ == pattern_.size();
            bool pathEnds = t_ == path_.size();
            if (patternEnds && pathEnds) {
                return true;
            }
            if (!patternEnds && !pathEnds && same(pattern_[p_], path_[t_])) {
                ++p_;
                ++t_;
            } else if (!tryAgain()) {
                return false;
            }
        }
    }

private:
    static bool same(char pattern, char character) {
        return pattern == '?' ? character != '/' : pattern == character;
    }

    bool takeStar() {
        std::string_view rest = pattern_.substr(p_);
        if (rest.starts_with("**")) {
            wholeNames_ = rest.starts_with("**/");
            p_ += wholeNames_ ? 3 : 2;
            anything_ = {p_, t_};
            withinName_ = {};
            return true;
        }
        if (rest.starts_with('*')) {
            ++p_;
            withinName_ = {p_, t_};
            return true;
        }
        return false;
    }

    bool tryAgain() {
        if (withinName_.pattern != std::string_view::npos && withinName_.path < path_.size() &&
            path_[withinName_.path] != '/') {
            ++withinName_.path;
            goTo(withinName_);
            return true;
        }
        if (anything_.pattern == std::string_view::npos || anything_.path >= path_.size()) {
            return false;
        }
        size_t slash = wholeNames_ ? path_.find('/', anything_.path) : anything_.path;
        if (slash == std::string_view::npos) {
            return false;
        }
        anything_.path = slash + 1;
        withinName_ = {};
        goTo(anything_);
        return true;
    }

    void goTo(Retry retry) {
        p_ = retry.pattern;
        t_ = retry.path;
    }

    std::string_view pattern_;
    std::string_view path_;
    size_t p_ = 0;
    size_t t_ = 0;
    Retry withinName_;
    Retry anything_;
    bool wholeNames_ = false;
};

} // namespace

bool matchesPath(std::string_view pattern, std::string_view path) {
    while (pattern.ends_with('/')) {
        pattern.remove_suffix(1);
    }
    std::string anyDepth;
    if (pattern.find('/') == std::string_view::npos) {
        anyDepth = "**/" + std::string(pattern);
        pattern = anyDepth;
    }
    for (size_t end = path.size(); end != std::string_view::npos && end > 0;
         end = path.rfind('/', end - 1)) {
        if (Matcher(pattern, path.substr(0, end)).matches()) {
            return true;
        }
    }
    return false;
}

std::string pathBelow(std::string_view folder, std::string_view path) {
    auto absolute = [](std::string_view one) {
        llvm::SmallString<256> result{llvm::StringRef(one)};
        // Without a working directory paths stay as they are.
        if (!llvm::sys::fs::make_absolute(result)) {
            llvm::sys::path::remove_dots(result, true);
        }
        return result;
    };
    llvm::SmallString<256> whole = absolute(path);
    llvm::StringRef below = whole;
    if (below.consume_front(absolute(folder.empty() ? "." : folder)) && below.consume_front("/")) {
        return below.str();
    }
    llvm::SmallString<256> plain{llvm::StringRef(path)};
    llvm::sys::path::remove_dots(plain, true);
    return plain.str().str();
}

} // namespace ironlaw
