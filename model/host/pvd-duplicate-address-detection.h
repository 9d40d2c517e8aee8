/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_DUPLICATE_ADDRESS_DETECTION_H
#define PVD_DUPLICATE_ADDRESS_DETECTION_H

#include "ns3/event-id.h"
#include "ns3/ipv6-address.h"
#include "ns3/nstime.h"
#include "ns3/object.h"
#include "ns3/random-variable-stream.h"

#include <functional>
#include <map>
#include <vector>

namespace ns3
{

/**
 * \ingroup pvd-host
 * \brief Duplicate address detection of the addresses of one interface: RFC 4862, section 5.4.
 *
 * Each address is tested by Neighbor Solicitations spaced by RetransTimer; it is unique if none of
 * RetransTimer after the last one brought a conflict. The first solicitation is delayed at random,
 * because many hosts form their addresses from one multicast RA (section 5.4.2).
 */
class PvdDuplicateAddressDetection : public Object
{
  public:
    /// Sends one Neighbor Solicitation for an address; returns the RetransTimer now in force.
    using Solicit = std::function<Time(Ipv6Address)>;
    /// Is told the outcome: the address, and true if it is unique.
    using Finish = std::function<void(Ipv6Address, bool)>;

    /**
     * \brief Get the type ID.
     * \return the object TypeId
     */
    static TypeId GetTypeId();

    PvdDuplicateAddressDetection();
    ~PvdDuplicateAddressDetection() override;

    /**
     * \param solicit sends one solicitation
     * \param finish is told the outcome
     */
    void SetCallbacks(Solicit solicit, Finish finish);

    /**
     * Test an address; one that is being tested goes on as it is.
     * \param address the tentative address
     * \param transmits DupAddrDetectTransmits; 0: it is unique at once
     */
    void Start(const Ipv6Address& address, uint32_t transmits);

    /**
     * \param address an address
     * \return true while it is being tested
     */
    bool IsTesting(const Ipv6Address& address) const;

    /**
     * A nonce for the next solicitation, which distinguishes it from those of other nodes (RFC
     * 7527). \param address an address that is being tested \param random draws \return 6 octets
     */
    std::vector<uint8_t> MakeNonce(const Ipv6Address& address,
                                   const Ptr<UniformRandomVariable>& random);

    /**
     * \param address an address
     * \param nonce of a solicitation for it
     * \return true if the solicitation is one of ours
     */
    bool HasNonce(const Ipv6Address& address, const std::vector<uint8_t>& nonce) const;

    /**
     * Another node has or tests the address.
     * \param address an address; nothing happens unless it is being tested
     */
    void Conflict(const Ipv6Address& address);

    /// The address was removed. \param address an address
    void Cancel(const Ipv6Address& address);

    /// The interface went down.
    void CancelAll();

    /// \return a delay drawn as that of a first solicitation, for what else is to wait as long
    Time DrawDelay();

    /**
     * \param stream first stream number
     * \return how many streams were taken
     */
    int64_t AssignStreams(int64_t stream);

  protected:
    void DoDispose() override;

  private:
    /// A test that is under way.
    struct Test
    {
        uint32_t remaining; //!< solicitations to send
        uint32_t nonce{0};  //!< what those that were sent have in common
        uint16_t sent{0};   //!< in what they differ
        EventId event;      //!< the next step
    };

    /// Send one, or finish.
    void Step(Ipv6Address address);
    /// End a test and tell.
    void End(const Ipv6Address& address, bool unique);

    Solicit m_solicit;                   //!< sends one
    Finish m_finish;                     //!< is told the outcome
    std::map<Ipv6Address, Test> m_tests; //!< under way
    Ptr<RandomVariableStream> m_delay;   //!< before the first, seconds
};

} // namespace ns3

#endif /* PVD_DUPLICATE_ADDRESS_DETECTION_H */
