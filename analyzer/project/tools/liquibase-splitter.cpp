// Where Liquibase ends statements (StringUtil.processMultiLineSQL, SimpleSqlGrammar.jj).
#include "analyzer/project/statement-lines.h"
#include "analyzer/project/tools/formatted-sql.h"

#include <llvm/ADT/StringExtras.h>
#include <llvm/ADT/StringRef.h>

#include <algorithm>

namespace ironlaw {

namespace {

bool isWordStart(char c) {
    return llvm::isAlpha(c) || c == '_' || c == '$' || static_cast<unsigned char>(c) >= 0x80;
}

bool isWordPart(char c) { return isWordStart(c) || llvm::isDigit(c) || c == '#' || c == '@'; }

class LiquibaseSplitter {
public:
    explicit LiquibaseSplitter(llvm::StringRef text) : text_(text) {}

    /// The semicolons that end a statement, as offsets in the text.
    std::vector<uint32_t> ends() {
        while (at_ < text_.size()) {
            const char c = text_[at_];
            const llvm::StringRef rest = text_.substr(at_);
            if (rest.starts_with("--")) {
                at_ = std::min(text_.find('\n', at_), text_.size());
            } else if (rest.starts_with("/*")) {
                const size_t end = text_.find("*/", at_ + 2);
                at_ = end == llvm::StringRef::npos ? text_.size() : end + 2;
            } else if (c == '\'' || c == '"') {
                quoted(c);
            } else if (isWordStart(c)) {
                word(rest.take_while(isWordPart));
            } else {
                if (c == ';' && depth_ == 0) {
                    ends_.push_back(static_cast<uint32_t>(at_));
                }
                ++at_;
            }
        }
        return std::move(ends_);
    }

private:
    /// A backslash hides the quote behind it.
    void quoted(char quote) {
        ++at_;
        while (at_ < text_.size() && text_[at_] != quote) {
            at_ += text_[at_] == '\\' ? 2 : 1;
        }
        ++at_;
    }

    /// BEGIN and END, unless a word behind them says that they are about a transaction.
    void word(llvm::StringRef word) {
        at_ += word.size();
        const bool begins = word.equals_insensitive("begin");
        if (!begins && !word.equals_insensitive("end")) {
            return;
        }
        const llvm::StringRef next = text_.substr(at_).ltrim().take_while(isWordPart);
        const bool isTransaction = next.equals_insensitive("transaction") ||
                                   next.equals_insensitive("trans") ||
                                   next.equals_insensitive("tran");
        if (!isTransaction) {
            depth_ = begins ? depth_ + 1 : depth_ - std::min<size_t>(depth_, 1);
        }
    }

    llvm::StringRef text_;
    size_t at_ = 0;
    size_t depth_ = 0; ///< how many BEGIN have no END yet
    std::vector<uint32_t> ends_;
};

} // namespace

void noteStatementCuts(const ChangesetOptions& options, std::string_view text,
                       const Section& section, Migration& migration) {
    if (!options.splits || section.keptWhole) {
        return;
    }
    const Range within = section.range;
    std::vector<uint32_t> ends = LiquibaseSplitter(text.substr(within.begin, within.size())).ends();
    for (uint32_t& end : ends) {
        end += within.begin;
    }
    noteCuts(section, text, ends, "set splitStatements to false for it, in a changeset of its own",
             migration);
}

} // namespace ironlaw
