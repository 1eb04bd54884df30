// Lays a source line out in terminal columns and finds the part of it that is worth showing.
#include "analyzer/report/snippet.h"

#include "analyzer/diagnostic/sanitise.h"

#include <llvm/Support/Unicode.h>

#include <algorithm>
#include <vector>

namespace ironlaw {

namespace {

constexpr uint32_t tabStop = 4;
constexpr std::string_view ellipsis = "…";

/// Of a line of megabytes only this much on both sides of the caret is looked at: more than fits.
constexpr uint32_t nearBytes = 4 * maxSnippetWidth;

/// Where a character starts: in the source, in the text to show, and on the terminal.
struct Edge {
    uint32_t source;
    uint32_t shown;
    uint32_t column;
};

struct Layout {
    std::string shown;
    std::vector<Edge> edges; ///< one a character, and one for the end
};

uint32_t widthOf(std::string_view shown, uint32_t codePoint) {
    const int width = llvm::sys::unicode::columnWidthUTF8(shown);
    if (width >= 0) {
        return static_cast<uint32_t>(width);
    }
    // LLVM gives no width to joiners and to characters that its tables do not know yet.
    return llvm::sys::unicode::isFormatting(static_cast<int>(codePoint)) ? 0 : 1;
}

Layout layOut(std::string_view line, Range window) {
    Layout layout;
    uint32_t column = 0;
    uint32_t at = window.begin;
    while (at < window.end) {
        const auto shownStart = static_cast<uint32_t>(layout.shown.size());
        layout.edges.push_back({at, shownStart, column});
        if (line[at] == '\t') {
            const uint32_t width = tabStop - column % tabStop;
            layout.shown.append(width, ' ');
            column += width;
            at += 1;
            continue;
        }
        const Character character = appendVisible(line.substr(at), layout.shown);
        column += widthOf(std::string_view(layout.shown).substr(shownStart), character.codePoint);
        at += static_cast<uint32_t>(character.bytes.size());
    }
    layout.edges.push_back({at, static_cast<uint32_t>(layout.shown.size()), column});
    return layout;
}

/// The first edge at or after a byte of the source.
const Edge& edgeAt(const Layout& layout, uint32_t source) {
    const auto found =
        std::lower_bound(layout.edges.begin(), layout.edges.end(), source,
                         [](const Edge& edge, uint32_t offset) { return edge.source < offset; });
    return found == layout.edges.end() ? layout.edges.back() : *found;
}

/// The last edge at or before a column. Marks that combine with the character before it stay with
/// it.
const Edge& edgeBefore(const Layout& layout, uint32_t column) {
    const auto next =
        std::upper_bound(layout.edges.begin(), layout.edges.end(), column,
                         [](uint32_t value, const Edge& edge) { return value < edge.column; });
    return next == layout.edges.begin() ? *next : *std::prev(next);
}

/// The first edge at or after a column, behind marks that combine with the character before it.
const Edge& edgeAfter(const Layout& layout, uint32_t column) {
    const auto next =
        std::lower_bound(layout.edges.begin(), layout.edges.end(), column,
                         [](const Edge& edge, uint32_t value) { return edge.column < value; });
    return next == layout.edges.end() ? layout.edges.back() : edgeBefore(layout, next->column);
}

/// The bytes around `begin` that can be shown at all, with whole characters at both ends.
Range windowAround(std::string_view line, uint32_t begin) {
    const auto size = static_cast<uint32_t>(line.size());
    Range window{begin > nearBytes ? begin - nearBytes : 0, size};
    if (size - begin > nearBytes) {
        window.end = begin + nearBytes;
    }
    const auto continues = [&](uint32_t at) {
        return at < size && (static_cast<unsigned char>(line[at]) & 0xC0) == 0x80;
    };
    while (window.begin > 0 && window.begin < begin && continues(window.begin)) {
        ++window.begin;
    }
    for (int i = 0; i < 3 && continues(window.end); ++i) {
        ++window.end;
    }
    return window;
}

/// Which columns to show of `total` when they are too many, so that `caret` is among them.
Range columnsAround(Range caret, uint32_t total) {
    constexpr uint32_t room = maxSnippetWidth - 2;
    constexpr uint32_t leastBefore = 20;
    if (caret.end <= room) {
        return {0, room};
    }
    const uint32_t span = std::min(caret.size(), room - leastBefore);
    const uint32_t before = std::max((room - span) / 2, leastBefore);
    const uint32_t begin = caret.begin > before ? caret.begin - before : 0;
    return begin + room <= total ? Range{begin, begin + room} : Range{total - room, total};
}

} // namespace

Snippet makeSnippet(std::string_view line, Range range) {
    const auto size = static_cast<uint32_t>(line.size());
    range.begin = std::min(range.begin, size);
    range.end = std::clamp(range.end, range.begin, size);
    while (range.end > range.begin + 1 &&
           (line[range.end - 1] == ' ' || line[range.end - 1] == '\t')) {
        --range.end;
    }
    const Range window = windowAround(line, range.begin);
    const Layout layout = layOut(line, window);
    const uint32_t total = layout.edges.back().column;
    const Range caret{edgeAt(layout, range.begin).column, edgeAt(layout, range.end).column};

    Range columns{0, total};
    if (total > maxSnippetWidth) {
        columns = columnsAround(caret, total);
    }
    const Edge& first =
        columns.begin == 0 ? layout.edges.front() : edgeAfter(layout, columns.begin);
    const Edge& last = edgeBefore(layout, columns.end);

    Snippet snippet;
    const bool cutBefore = first.source > 0;
    const bool cutAfter = last.source < size;
    snippet.text = layout.shown.substr(first.shown, last.shown - first.shown);
    if (cutBefore) {
        snippet.text.insert(0, ellipsis);
    }
    if (cutAfter) {
        snippet.text += ellipsis;
    }
    snippet.text.erase(snippet.text.find_last_not_of(' ') + 1);
    snippet.indent = caret.begin - first.column + (cutBefore ? 1 : 0);
    const uint32_t end = std::min(caret.end, last.column);
    snippet.underline = end > caret.begin ? end - caret.begin : 1;
    return snippet;
}

} // namespace ironlaw
