/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-binding.h"

#include <istream>
#include <ostream>
#include <utility>

namespace ns3
{

ATTRIBUTE_HELPER_CPP(PvdBinding);

namespace
{

/// How a policy begins in a text.
const std::pair<const char*, PvdBinding::Policy> POLICIES[] = {
    {"first:", PvdBinding::FIRST_USABLE},
    {"union:", PvdBinding::UNION_BEST_ROUTE},
    {"round-robin:", PvdBinding::ROUND_ROBIN},
    {"scored:", PvdBinding::SCORED},
};

std::vector<std::string>
SplitAtCommas(const std::string& text)
{
    std::vector<std::string> parts(1);
    for (const char c : text)
    {
        if (c == ',')
        {
            parts.emplace_back();
        }
        else
        {
            parts.back() += c;
        }
    }
    return parts;
}

} // namespace

PvdBinding::PvdBinding(const std::string& pvd)
    : PvdBinding(std::vector<std::string>{pvd})
{
}

PvdBinding::PvdBinding(const char* pvd)
    : PvdBinding(std::vector<std::string>{pvd})
{
}

PvdBinding::PvdBinding(const std::vector<std::string>& pvds, Policy policy)
    : m_pvds(std::make_shared<const Pvds>(Pvds{pvds, nullptr})),
      m_type(PVDS),
      m_policy(policy)
{
}

PvdBinding::PvdBinding(std::initializer_list<const char*> pvds, Policy policy)
    : PvdBinding(std::vector<std::string>(pvds.begin(), pvds.end()), policy)
{
}

PvdBinding::PvdBinding(const std::vector<std::string>& pvds, Scorer scorer)
    : m_pvds(std::make_shared<const Pvds>(Pvds{pvds, std::move(scorer)})),
      m_type(PVDS),
      m_policy(SCORED)
{
}

PvdBinding
PvdBinding::Inherit()
{
    return PvdBinding();
}

PvdBinding
PvdBinding::None()
{
    PvdBinding none;
    none.m_type = NONE;
    return none;
}

bool
PvdBinding::FromText(const std::string& text, PvdBinding& binding)
{
    if (text == "inherit" || text == "none")
    {
        binding = text == "none" ? None() : Inherit();
        return true;
    }
    Policy policy = FIRST_USABLE;
    std::string names = text;
    for (const auto& known : POLICIES)
    {
        const std::string prefix = known.first;
        if (text.compare(0, prefix.size(), prefix) == 0)
        {
            policy = known.second;
            names = text.substr(prefix.size());
        }
    }
    const auto pvds = SplitAtCommas(names);
    for (const auto& pvd : pvds)
    {
        if (!PvdId::FromText(pvd))
        {
            return false;
        }
    }
    if (policy == SCORED)
    {
        return false; // a text cannot say how
    }
    binding = PvdBinding(pvds, policy);
    return true;
}

PvdBinding::Type
PvdBinding::GetType() const
{
    return m_type;
}

PvdBinding::Policy
PvdBinding::GetPolicy() const
{
    return m_policy;
}

const std::vector<std::string>&
PvdBinding::GetPvds() const
{
    static const std::vector<std::string> none;
    return m_pvds ? m_pvds->names : none;
}

const PvdBinding::Scorer&
PvdBinding::GetScorer() const
{
    static const Scorer none;
    return m_pvds ? m_pvds->scorer : none;
}

std::string
PvdBinding::ToText() const
{
    if (m_type != PVDS)
    {
        return m_type == NONE ? "none" : "inherit";
    }
    std::string text;
    for (const auto& name : GetPvds())
    {
        text += (text.empty() ? "" : ",") + name;
    }
    if (GetPvds().size() == 1 && m_policy != SCORED)
    {
        return text;
    }
    for (const auto& known : POLICIES)
    {
        if (known.second == m_policy)
        {
            return known.first + text;
        }
    }
    return text;
}

bool
PvdBinding::operator==(const PvdBinding& other) const
{
    const bool isSame = m_type == other.m_type && m_policy == other.m_policy;
    return isSame &&
           (m_pvds == other.m_pvds || (GetPvds() == other.GetPvds() && m_policy != SCORED));
}

bool
PvdBinding::operator!=(const PvdBinding& other) const
{
    return !(*this == other);
}

std::ostream&
operator<<(std::ostream& os, const PvdBinding& binding)
{
    return os << binding.ToText();
}

std::istream&
operator>>(std::istream& is, PvdBinding& binding)
{
    std::string text;
    is >> text;
    if (!PvdBinding::FromText(text, binding))
    {
        is.setstate(std::ios::failbit);
    }
    return is;
}

} // namespace ns3
