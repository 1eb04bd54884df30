// See changelog.h. Only so much of XML and YAML as changelogs are written in.
#include "analyzer/project/tools/changelog.h"

#include "analyzer/project/layout.h"

#include <llvm/ADT/StringExtras.h>
#include <llvm/ADT/StringRef.h>

#include <algorithm>
#include <array>

namespace ironlaw {

namespace {

constexpr size_t maxDepth = 64;

Range rangeIn(std::string_view text, std::string_view part) {
    const auto begin = static_cast<uint32_t>(part.data() - text.data());
    return {begin, begin + static_cast<uint32_t>(part.size())};
}

/// The path to the node that is being filled, from the root on.
class Tree {
public:
    explicit Tree(ChangelogNode& root) : path_{&root} {}

    ChangelogNode& top() { return *path_.back(); }
    size_t depth() const { return path_.size(); }
    /// A deeper node than the limit stands for those below it.
    void open(std::string_view name) {
        ++skipped_;
        if (path_.size() < maxDepth) {
            --skipped_;
            top().children.push_back({std::string(name), {}, {}, {}, false});
            path_.push_back(&top().children.back());
        }
    }
    void close() {
        if (skipped_ > 0) {
            --skipped_;
        } else if (path_.size() > 1) {
            path_.pop_back();
        }
    }

private:
    std::vector<ChangelogNode*> path_;
    size_t skipped_ = 0;
};

class XmlReader {
public:
    XmlReader(std::string_view text, ChangelogNode& root) : text_(text), tree_(root) {}

    void read() {
        llvm::StringRef rest = text_;
        while (!rest.empty()) {
            const size_t tag = rest.find('<');
            rest = rest.substr(tag);
            if (rest.consume_front("<!--")) {
                rest = behind(rest, "-->");
            } else if (rest.consume_front("<![CDATA[")) {
                const llvm::StringRef data = rest.take_front(rest.find("]]>"));
                tree_.top().text = rangeIn(text_, data);
                hasData_ = true;
                rest = behind(rest, "]]>");
            } else if (rest.starts_with("<?") || rest.starts_with("<!")) {
                rest = behind(rest, ">");
            } else if (rest.consume_front("</")) {
                endTag(rest);
                rest = behind(rest, ">");
            } else if (rest.consume_front("<")) {
                startTag(rest);
            }
        }
    }

private:
    static llvm::StringRef behind(llvm::StringRef text, llvm::StringRef sign) {
        const size_t at = text.find(sign);
        return at == llvm::StringRef::npos ? llvm::StringRef() : text.substr(at + sign.size());
    }

    /// Text between the tags, if no child and no data section stands there, and nothing is escaped.
    void endTag(llvm::StringRef rest) {
        const auto end = static_cast<size_t>(rest.data() - text_.data()) - 2;
        const llvm::StringRef text = llvm::StringRef(text_).slice(textBegin_, end);
        if (!hasData_ && !hasChild_) {
            tree_.top().hasOtherText = text.contains('&') || text.contains('<');
            tree_.top().text = rangeIn(text_, tree_.top().hasOtherText ? text.take_front(0) : text);
        }
        tree_.close();
        hasChild_ = true;
        hasData_ = false;
    }

    void startTag(llvm::StringRef& rest) {
        const llvm::StringRef name =
            rest.take_until([](char c) { return llvm::isSpace(c) || c == '>' || c == '/'; });
        rest = rest.substr(name.size());
        tree_.open(name.substr(name.find(':') == llvm::StringRef::npos ? 0 : name.find(':') + 1));
        tree_.top().text = rangeIn(text_, name.take_front(0));
        for (rest = rest.ltrim(); !rest.empty() && rest[0] != '>' && !rest.starts_with("/>");
             rest = rest.ltrim()) {
            if (!attribute(rest)) {
                rest = rest.drop_front();
            }
        }
        hasChild_ = rest.consume_front("/>");
        if (hasChild_) {
            tree_.close();
        } else {
            rest.consume_front(">");
        }
        hasData_ = false;
        textBegin_ = static_cast<size_t>(rest.data() - text_.data());
    }

    bool attribute(llvm::StringRef& rest) {
        const llvm::StringRef key = rest.take_until(
            [](char c) { return llvm::isSpace(c) || c == '=' || c == '>' || c == '/'; });
        llvm::StringRef value = rest.substr(key.size()).ltrim();
        if (key.empty() || !value.consume_front("=")) {
            return false;
        }
        value = value.ltrim();
        if (value.empty() || (value[0] != '"' && value[0] != '\'')) {
            return false;
        }
        const size_t end = value.find(value[0], 1);
        tree_.top().values[key.str()] = value.slice(1, end).str();
        rest = end == llvm::StringRef::npos ? llvm::StringRef() : value.substr(end + 1);
        return true;
    }

    std::string_view text_;
    Tree tree_;
    size_t textBegin_ = 0; ///< behind the last start tag
    bool hasChild_ = false;
    bool hasData_ = false;
};

/// `{ key: value, … }` and `[ …, … ]`, as JSON and YAML have them.
class FlowReader {
public:
    explicit FlowReader(Tree& tree) : tree_(tree) {}

    /// Reads the mapping or list at the start of `rest`, which belongs to `key`.
    void read(llvm::StringRef rest, llvm::StringRef key) {
        size_t open = 0;
        do {
            rest = rest.ltrim(" \t\r\n,");
            if (rest.consume_front("{") || rest.consume_front("[")) {
                tree_.open(key);
                ++open;
                key = "";
            } else if (rest.consume_front("}") || rest.consume_front("]")) {
                tree_.close();
                --open;
                key = "";
            } else if (!rest.empty()) {
                scalar(rest, key);
            }
        } while (open > 0 && !rest.empty());
        for (; open > 0; --open) {
            tree_.close();
        }
    }

private:
    void scalar(llvm::StringRef& rest, llvm::StringRef& key) {
        llvm::StringRef word;
        const char quote = rest[0];
        if (quote == '"' || quote == '\'') {
            size_t end = 1;
            while (end < rest.size() && rest[end] != quote) {
                end += rest[end] == '\\' && quote == '"' ? 2 : 1;
            }
            word = rest.slice(1, std::min(end, rest.size()));
            rest = rest.substr(std::min(end + 1, rest.size()));
        } else {
            word = rest.take_until([](char c) {
                           return c == ',' || c == '}' || c == ']' || c == ':' || c == '\n';
                       })
                       .rtrim();
            rest = rest.substr(std::max<size_t>(word.size(), 1));
        }
        rest = rest.ltrim(" \t\r\n");
        if (key.empty() && rest.consume_front(":")) {
            key = word;
            return;
        }
        tree_.top().values[key.str()] = word.str();
        key = "";
    }

    Tree& tree_;
};

class YamlReader {
public:
    YamlReader(std::string_view text, ChangelogNode& root) : text_(text), tree_(root) {}

    void read() {
        llvm::StringRef whole = text_;
        whole.consume_front(byteOrderMark);
        if (whole.ltrim(" \t\r\n").starts_with("{")) {
            FlowReader(tree_).read(whole, "");
            return;
        }
        eachLine(text_, [&](std::string_view line, Range range) { this->line(line, range); });
    }

private:
    void line(llvm::StringRef line, Range range) {
        llvm::StringRef words = line.ltrim(" ");
        size_t column = line.size() - words.size();
        if (block_ && (words.trim().empty() || column > blockColumn_)) {
            tree_.top().text.end = range.end;
            return;
        }
        block_ = false;
        while (words.starts_with("- ") || words == "-") {
            const llvm::StringRef behind = words.drop_front().ltrim(" ");
            column += words.size() - behind.size();
            words = behind;
        }
        if (words.empty() || words[0] == '#' || words.starts_with("---")) {
            return;
        }
        const llvm::StringRef key = keyOf(words);
        if (!key.empty()) {
            while (!columns_.empty() && columns_.back() >= column) {
                columns_.pop_back();
                tree_.close();
            }
            entry(key.trim("\"'"), words.substr(key.size() + 1), column, range);
        } else if (!columns_.empty() && column > columns_.back() && !tree_.top().text.empty()) {
            tree_.top().text.end = range.end; // a text goes on
        }
    }

    /// What stands before the colon; empty if the line goes on with a text.
    static llvm::StringRef keyOf(llvm::StringRef words) {
        const llvm::StringRef key = words.take_until([](char c) { return c == ':'; });
        const llvm::StringRef behind = words.substr(key.size());
        const bool isName = std::ranges::all_of(key.trim("\"'"), [](char c) {
            return llvm::isAlnum(c) || c == '_' || c == '-' || c == '.';
        });
        return isName && (behind == ":" || behind.starts_with(": ")) ? key : llvm::StringRef();
    }

    void entry(llvm::StringRef key, llvm::StringRef value, size_t column, Range range) {
        if (const llvm::StringRef text = value.ltrim();
            !text.starts_with("\"") && !text.starts_with("'")) {
            value = value.take_front(value.find(" #"));
        }
        value = value.trim();
        if (value.starts_with("{") || value.starts_with("[")) {
            FlowReader(tree_).read(value, key);
            if (const auto made =
                    std::ranges::find(tree_.top().children, key, &ChangelogNode::name);
                made != tree_.top().children.end()) {
                made->text = rangeIn(text_, key.take_front(0));
            }
            return;
        }
        const bool isBlock = value.starts_with("|") || value.starts_with(">");
        if (!value.empty() && !isBlock) {
            tree_.top().values[key.str()] = value.trim("\"'").str();
        }
        // A key opens a node in any case: what its value is made of may stand below it.
        tree_.open(key);
        columns_.push_back(column);
        block_ = isBlock;
        blockColumn_ = column;
        const llvm::StringRef plain = isBlock ? llvm::StringRef() : withoutQuotes(value);
        tree_.top().hasOtherText = !isBlock && !value.empty() && plain.empty() && value.size() > 2;
        tree_.top().text = isBlock         ? Range{range.end, range.end}
                           : plain.empty() ? rangeIn(text_, key.take_front(0))
                                           : rangeIn(text_, plain);
    }

    /// A value as it is meant; empty if its quotes hold escapes, or go on in the next line.
    static llvm::StringRef withoutQuotes(llvm::StringRef value) {
        if (value.empty() || (value[0] != '"' && value[0] != '\'')) {
            return value;
        }
        const llvm::StringRef inner = value.drop_front().drop_back(value.size() > 1 ? 1 : 0);
        const bool isPlain = value.back() == value[0] && !inner.contains(value[0]) &&
                             !(value[0] == '"' && inner.contains('\\'));
        return isPlain ? inner : llvm::StringRef();
    }

    std::string_view text_;
    Tree tree_;
    std::vector<size_t> columns_; ///< of the open keys
    bool block_ = false;          ///< in a text that `|` or `>` began
    size_t blockColumn_ = 0;
};

const ChangelogNode* find(const ChangelogNode& node, std::string_view name) {
    const auto found = std::ranges::find(node.children, name, &ChangelogNode::name);
    return found == node.children.end() ? nullptr : &*found;
}

} // namespace

std::string_view ChangelogNode::value(const std::string& key) const {
    const auto found = values.find(key);
    return found == values.end() ? std::string_view() : found->second;
}

bool ChangelogNode::isTrue(const std::string& key) const {
    return llvm::StringRef(value(key)).equals_insensitive("true");
}

bool isRemark(std::string_view name) {
    static constexpr std::array<std::string_view, 21> names = {
        "author",           "comment",     "comments",      "context",
        "contextFilter",    "contexts",    "created",       "dbms",
        "failOnError",      "id",          "ignore",        "labels",
        "logicalFilePath",  "modifySql",   "preConditions", "runAlways",
        "runInTransaction", "runOnChange", "runOrder",      "tagDatabase",
        "validCheckSum"};
    return std::ranges::find(names, name) != names.end();
}

ChangelogNode readChangelog(std::string_view path, std::string_view text) {
    ChangelogNode root;
    if (endsWithNoCase(path, ".xml")) {
        XmlReader(text, root).read();
    } else {
        YamlReader(text, root).read();
    }
    const ChangelogNode* changelog = &root;
    while (changelog->name != "databaseChangeLog" && !changelog->children.empty()) {
        const ChangelogNode* named = find(*changelog, "databaseChangeLog");
        changelog = named != nullptr ? named : &changelog->children.front();
    }
    return changelog->name == "databaseChangeLog" ? *changelog : ChangelogNode();
}

} // namespace ironlaw
