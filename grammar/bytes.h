// Classes of single bytes that the readers of SQL text share.
#pragma once

namespace ironlaw {

constexpr bool isBlank(char byte) { return byte == ' ' || byte == '\t'; }
constexpr bool isLineEnd(char byte) { return byte == '\n' || byte == '\r'; }
constexpr bool isBlankOrLineEnd(char byte) { return isBlank(byte) || isLineEnd(byte); }
constexpr bool isDigit(char byte) { return byte >= '0' && byte <= '9'; }
constexpr bool isLetter(char byte) {
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}
/// A byte of an unquoted name, but for the dollar sign; all bytes of non-ASCII characters are.
constexpr bool isNameByte(char byte) {
    return isLetter(byte) || isDigit(byte) || byte == '_' ||
           static_cast<unsigned char>(byte) >= 0x80;
}
constexpr char loweredByte(char byte) {
    return byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte | 0x20) : byte;
}

} // namespace ironlaw
