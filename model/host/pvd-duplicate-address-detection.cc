/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-duplicate-address-detection.h"

#include "ns3/log.h"
#include "ns3/pointer.h"
#include "ns3/simulator.h"
#include "ns3/string.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("PvdDuplicateAddressDetection");

NS_OBJECT_ENSURE_REGISTERED(PvdDuplicateAddressDetection);

namespace
{

/// \return what the solicitations of a test have in common, then their number
std::vector<uint8_t>
ToNonce(uint32_t common, uint16_t number)
{
    std::vector<uint8_t> nonce;
    for (int shift = 24; shift >= 0; shift -= 8)
    {
        nonce.push_back(common >> shift & 0xff);
    }
    nonce.push_back(number >> 8);
    nonce.push_back(number & 0xff);
    return nonce;
}

} // namespace

TypeId
PvdDuplicateAddressDetection::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::PvdDuplicateAddressDetection")
            .SetParent<Object>()
            .SetGroupName("Pvd")
            .AddConstructor<PvdDuplicateAddressDetection>()
            .AddAttribute("Delay",
                          "Delay of the first Neighbor Solicitation, seconds, at most "
                          "MAX_RTR_SOLICITATION_DELAY = 1 s (RFC 4862, section 5.4.2).",
                          StringValue("ns3::UniformRandomVariable[Min=0.0|Max=1.0]"),
                          MakePointerAccessor(&PvdDuplicateAddressDetection::m_delay),
                          MakePointerChecker<RandomVariableStream>());
    return tid;
}

PvdDuplicateAddressDetection::PvdDuplicateAddressDetection() = default;

PvdDuplicateAddressDetection::~PvdDuplicateAddressDetection() = default;

void
PvdDuplicateAddressDetection::DoDispose()
{
    CancelAll();
    m_solicit = nullptr;
    m_finish = nullptr;
    Object::DoDispose();
}

void
PvdDuplicateAddressDetection::SetCallbacks(Solicit solicit, Finish finish)
{
    m_solicit = std::move(solicit);
    m_finish = std::move(finish);
}

void
PvdDuplicateAddressDetection::Start(const Ipv6Address& address, uint32_t transmits)
{
    NS_LOG_FUNCTION(this << address << transmits);
    if (IsTesting(address))
    {
        return;
    }
    if (transmits == 0)
    {
        m_finish(address, true);
        return;
    }
    Test& test = m_tests[address];
    test.remaining = transmits;
    test.event =
        Simulator::Schedule(DrawDelay(), &PvdDuplicateAddressDetection::Step, this, address);
}

Time
PvdDuplicateAddressDetection::DrawDelay()
{
    return Seconds(m_delay->GetValue());
}

void
PvdDuplicateAddressDetection::Step(Ipv6Address address)
{
    Test& test = m_tests.at(address);
    if (test.remaining == 0)
    {
        End(address, true);
        return;
    }
    --test.remaining;
    const Time retransTimer = m_solicit(address);
    if (IsTesting(address))
    {
        test.event =
            Simulator::Schedule(retransTimer, &PvdDuplicateAddressDetection::Step, this, address);
    }
}

void
PvdDuplicateAddressDetection::End(const Ipv6Address& address, bool unique)
{
    Cancel(address);
    m_finish(address, unique);
}

bool
PvdDuplicateAddressDetection::IsTesting(const Ipv6Address& address) const
{
    return m_tests.find(address) != m_tests.end();
}

std::vector<uint8_t>
PvdDuplicateAddressDetection::MakeNonce(const Ipv6Address& address,
                                        const Ptr<UniformRandomVariable>& random)
{
    Test& test = m_tests.at(address);
    if (test.sent == 0)
    {
        test.nonce = random->GetInteger(0, std::numeric_limits<uint32_t>::max());
    }
    return ToNonce(test.nonce, ++test.sent);
}

bool
PvdDuplicateAddressDetection::HasNonce(const Ipv6Address& address,
                                       const std::vector<uint8_t>& nonce) const
{
    const auto test = m_tests.find(address);
    if (test == m_tests.end() || test->second.sent == 0)
    {
        return false;
    }
    const auto own = ToNonce(test->second.nonce, test->second.sent);
    return nonce.size() == own.size() &&
           std::equal(own.begin(), own.begin() + sizeof(test->second.nonce), nonce.begin());
}

void
PvdDuplicateAddressDetection::Conflict(const Ipv6Address& address)
{
    NS_LOG_FUNCTION(this << address);
    if (IsTesting(address))
    {
        End(Ipv6Address(address), false);
    }
}

void
PvdDuplicateAddressDetection::Cancel(const Ipv6Address& address)
{
    const auto it = m_tests.find(address);
    if (it != m_tests.end())
    {
        Simulator::Remove(it->second.event); // cancelled, it would take memory until its time
        m_tests.erase(it);
    }
}

void
PvdDuplicateAddressDetection::CancelAll()
{
    for (auto& entry : m_tests)
    {
        Simulator::Remove(entry.second.event);
    }
    m_tests.clear();
}

int64_t
PvdDuplicateAddressDetection::AssignStreams(int64_t stream)
{
    m_delay->SetStream(stream);
    return 1;
}

} // namespace ns3
