/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-radvd-lexer.h"

#include <algorithm>
#include <cstring>

namespace ns3
{

namespace
{

bool
IsSymbol(char c)
{
    return c == '{' || c == '}' || c == ';' || c == '/';
}

bool
IsBlank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

bool
IsWord(char c)
{
    return c > ' ' && c < 0x7f && !IsSymbol(c) && c != '"';
}

char
Fold(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

} // namespace

bool
PvdRadvdToken::Is(char symbol) const
{
    return kind == SYMBOL && text[0] == symbol;
}

bool
PvdRadvdToken::Is(const char* keyword) const
{
    return kind == WORD && text.size() == std::strlen(keyword) &&
           std::equal(text.begin(), text.end(), keyword, [](char a, char b) {
               return Fold(a) == Fold(b);
           });
}

PvdRadvdLexer::PvdRadvdLexer(const std::string& text)
    : m_text(text)
{
    Read();
}

const PvdRadvdToken&
PvdRadvdLexer::Peek() const
{
    return m_token;
}

PvdRadvdToken
PvdRadvdLexer::Next()
{
    PvdRadvdToken token = m_token;
    Read();
    return token;
}

char
PvdRadvdLexer::Take()
{
    const char c = m_text[m_at++];
    m_column = c == '\n' ? 1 : m_column + 1;
    m_line += c == '\n' ? 1 : 0;
    return c;
}

void
PvdRadvdLexer::SkipBlanks()
{
    bool isComment = false;
    while (m_at < m_text.size())
    {
        const char c = m_text[m_at];
        isComment = (isComment || c == '#') && c != '\n';
        if (!isComment && !IsBlank(c))
        {
            return;
        }
        Take();
    }
}

void
PvdRadvdLexer::Read()
{
    SkipBlanks();
    m_token = PvdRadvdToken();
    m_token.line = m_line;
    m_token.column = m_column;
    if (m_at == m_text.size())
    {
        return;
    }
    const char c = m_text[m_at];
    if (IsSymbol(c))
    {
        m_token.kind = PvdRadvdToken::SYMBOL;
        m_token.text = Take();
    }
    else if (c == '"')
    {
        ReadQuoted();
    }
    else
    {
        ReadWord();
    }
}

void
PvdRadvdLexer::ReadQuoted()
{
    m_token.kind = PvdRadvdToken::BAD;
    Take();
    while (m_at < m_text.size() && m_text[m_at] != '\n')
    {
        const char c = Take();
        if (c == '"')
        {
            m_token.kind = PvdRadvdToken::QUOTED;
            return;
        }
        m_token.text += c;
    }
}

void
PvdRadvdLexer::ReadWord()
{
    m_token.kind = IsWord(m_text[m_at]) ? PvdRadvdToken::WORD : PvdRadvdToken::BAD;
    do
    {
        m_token.text += Take();
    } while (m_token.kind == PvdRadvdToken::WORD && m_at < m_text.size() && IsWord(m_text[m_at]));
}

} // namespace ns3
