/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-radvd-parser.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace ns3
{

namespace
{

constexpr std::size_t MOST_DIGITS = 10; // of a number of 32 bits
constexpr int64_t LARGEST = 0xffffffff;

bool
IsNumber(const std::string& text)
{
    return !text.empty() && text.size() <= MOST_DIGITS &&
           text.find_first_not_of("0123456789") == std::string::npos;
}

} // namespace

PvdRadvdParser::PvdRadvdParser(const std::string& text,
                               std::vector<PvdRadvdConfiguration::Mistake>& mistakes)
    : m_lexer(text),
      m_mistakes(mistakes)
{
}

const PvdRadvdToken&
PvdRadvdParser::Peek() const
{
    return m_lexer.Peek();
}

bool
PvdRadvdParser::IsFull() const
{
    return m_mistakes.size() >= PvdRadvdConfiguration::MOST_MISTAKES;
}

bool
PvdRadvdParser::Refuse(const PvdRadvdToken& where, const std::string& sentence)
{
    if (!IsFull())
    {
        m_mistakes.push_back({where.line, where.column, sentence});
    }
    return false;
}

bool
PvdRadvdParser::RefuseNext(const std::string& wanted)
{
    const PvdRadvdToken& token = Peek();
    const std::string found =
        token.kind == PvdRadvdToken::END ? "the end of the file" : "\"" + token.text + "\"";
    return Refuse(token, "here must be " + wanted + ", not " + found);
}

bool
PvdRadvdParser::Expect(char symbol, const std::string& where)
{
    if (Peek().Is(symbol))
    {
        m_lexer.Next();
        return true;
    }
    return RefuseNext(std::string("\"") + symbol + "\" " + where);
}

void
PvdRadvdParser::SkipStatement()
{
    std::size_t depth = 0;
    while (Peek().kind != PvdRadvdToken::END)
    {
        if (Peek().Is('}') && depth == 0)
        {
            return;
        }
        const PvdRadvdToken token = m_lexer.Next();
        depth += token.Is('{') ? 1 : 0;
        depth -= token.Is('}') ? 1 : 0;
        if (token.Is(';') && depth == 0)
        {
            return;
        }
    }
}

void
PvdRadvdParser::ReadFile(const std::vector<Keyword>& keywords)
{
    while (Peek().kind != PvdRadvdToken::END && !IsFull())
    {
        ReadStatements("a file", keywords);
        if (Peek().Is('}'))
        {
            RefuseNext("an interface");
            m_lexer.Next();
            SkipStatement();
        }
    }
}

void
PvdRadvdParser::ReadStatements(const char* what, const std::vector<Keyword>& keywords)
{
    while (Peek().kind != PvdRadvdToken::END && !Peek().Is('}') && !IsFull())
    {
        ReadStatement(what, keywords);
    }
}

void
PvdRadvdParser::ReadStatement(const char* what, const std::vector<Keyword>& keywords)
{
    const PvdRadvdToken word = m_lexer.Next();
    const auto found = std::find_if(keywords.begin(), keywords.end(), [&word](const Keyword& one) {
        return word.Is(one.name);
    });
    if (found == keywords.end())
    {
        std::string known;
        for (const Keyword& keyword : keywords)
        {
            known += (known.empty() ? "" : ", ") + std::string(keyword.name);
        }
        Refuse(word, "\"" + word.text + "\" is no keyword of " + what + "; write one of: " + known);
        if (!word.Is(';'))
        {
            SkipStatement();
        }
    }
    else if (!found->read() || !Expect(';', "after " + word.text))
    {
        SkipStatement();
    }
}

bool
PvdRadvdParser::ReadBlock(const char* what, const std::vector<Keyword>& keywords)
{
    if (!Expect('{', std::string("before what is in ") + what))
    {
        return false;
    }
    ReadStatements(what, keywords);
    return Expect('}', std::string("at the end of ") + what);
}

bool
PvdRadvdParser::ReadAddresses(std::vector<Ipv6Octets>& addresses)
{
    if (!Expect('{', "before the addresses"))
    {
        return false;
    }
    while (Peek().kind == PvdRadvdToken::WORD)
    {
        Ipv6Octets address;
        if (!Read(address) || !Expect(';', "after the address"))
        {
            SkipStatement();
            continue;
        }
        addresses.push_back(address);
    }
    return Expect('}', "after the addresses");
}

bool
PvdRadvdParser::Read(bool& value)
{
    if (!Peek().Is("on") && !Peek().Is("off"))
    {
        return RefuseNext("on or off");
    }
    value = m_lexer.Next().Is("on");
    return true;
}

bool
PvdRadvdParser::Read(RouterPreference& value)
{
    for (const RouterPreference one :
         {RouterPreference::LOW, RouterPreference::MEDIUM, RouterPreference::HIGH})
    {
        if (Peek().Is(ToString(one)))
        {
            m_lexer.Next();
            value = one;
            return true;
        }
    }
    return RefuseNext("low, medium or high");
}

bool
PvdRadvdParser::Read(double& value)
{
    const std::string& text = Peek().text;
    const auto dot = text.find('.');
    const bool isFraction = dot != std::string::npos;
    if (Peek().kind != PvdRadvdToken::WORD || !IsNumber(text.substr(0, dot)) ||
        (isFraction && !IsNumber(text.substr(dot + 1))))
    {
        return RefuseNext("a number of seconds, such as 600 or 0.5");
    }
    value = std::stod(text.substr(0, dot));
    if (isFraction)
    {
        const std::string digits = text.substr(dot + 1);
        value += std::stod(digits) / std::pow(10, digits.size());
    }
    m_lexer.Next();
    return true;
}

bool
PvdRadvdParser::Read(Ipv6Octets& value)
{
    const auto address =
        Peek().kind == PvdRadvdToken::WORD ? ParseIpv6Address(Peek().text) : std::nullopt;
    if (!address)
    {
        return RefuseNext("an IPv6 address, such as 2001:db8::1");
    }
    m_lexer.Next();
    value = *address;
    return true;
}

bool
PvdRadvdParser::ReadPrefix(Ipv6Octets& prefix, uint8_t& length)
{
    int64_t number = 0;
    if (!Read(prefix) || !Expect('/', "between prefix and length") || !ReadNumber(number, 0, 128))
    {
        return false;
    }
    length = static_cast<uint8_t>(number);
    return true;
}

bool
PvdRadvdParser::ReadNumber(int64_t& value, int64_t least, int64_t most)
{
    const std::string& text = Peek().text;
    const bool isNegative = !text.empty() && text[0] == '-';
    const std::string digits = isNegative ? text.substr(1) : text;
    const int64_t number = IsNumber(digits) ? std::stoll(digits) * (isNegative ? -1 : 1) : 0;
    if (Peek().kind != PvdRadvdToken::WORD || !IsNumber(digits) || number < least || number > most)
    {
        return RefuseNext("a number of " + std::to_string(least) + " to " + std::to_string(most));
    }
    m_lexer.Next();
    value = number;
    return true;
}

bool
PvdRadvdParser::ReadLifetime(uint32_t& value)
{
    if (Peek().Is("infinity"))
    {
        m_lexer.Next();
        value = ND_INFINITE_LIFETIME;
        return true;
    }
    int64_t number = 0;
    if (Peek().kind != PvdRadvdToken::WORD || !IsNumber(Peek().text) ||
        std::stoll(Peek().text) > LARGEST)
    {
        return RefuseNext("a number of seconds of 0 to 4294967295, or infinity");
    }
    ReadNumber(number, 0, LARGEST);
    value = static_cast<uint32_t>(number);
    return true;
}

bool
PvdRadvdParser::ReadText(std::string& value)
{
    if (Peek().kind != PvdRadvdToken::WORD && Peek().kind != PvdRadvdToken::QUOTED)
    {
        return RefuseNext("a name");
    }
    value = m_lexer.Next().text;
    return true;
}

bool
PvdRadvdParser::ReadName(PvdDomainName& value)
{
    const auto name =
        Peek().kind == PvdRadvdToken::WORD ? PvdDomainName::FromText(Peek().text) : std::nullopt;
    if (!name || name->IsRoot())
    {
        return RefuseNext("a domain name of labels of 1 to 63 octets, such as isp-a.example.com");
    }
    m_lexer.Next();
    value = *name;
    return true;
}

} // namespace ns3
