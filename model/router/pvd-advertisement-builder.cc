/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "pvd-advertisement-builder.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <utility>

namespace ns3
{

namespace
{

constexpr std::size_t IPV6_HEADER = 40;     // octets
constexpr std::size_t LIST_HEADER = 8;      // octets of an RDNSS or DNSSL option before its list
constexpr std::size_t ADDRESS = 16;         // octets
constexpr std::size_t MOST_ADDRESSES = 127; // in an RDNSS option (RFC 8106 section 5.1)
constexpr std::size_t MOST_OCTETS = 2040;   // of any option
constexpr uint32_t FINAL_VALID_LIFETIME = 7200; // RFC 4862 section 5.5.3 e) lets no less do more

using Part = PvdAdvertisementPart;

constexpr Part ALL_PARTS[] = {Part::PREFIXES,
                              Part::ROUTES,
                              Part::RESOLVERS,
                              Part::DOMAINS,
                              Part::MTU,
                              Part::SOURCE_LINK_LAYER_ADDRESS,
                              Part::CAPTIVE_PORTAL,
                              Part::OTHERS,
                              Part::PVD};

/// \return all parts in the order of the interface
std::vector<Part>
GetOrder(const std::vector<Part>& wanted)
{
    std::vector<Part> order = wanted;
    std::copy_if(
        std::begin(ALL_PARTS),
        std::end(ALL_PARTS),
        std::back_inserter(order),
        [&](Part part) { return std::find(wanted.begin(), wanted.end(), part) == wanted.end(); });
    return order;
}

/// An option with its size on the wire.
struct Piece
{
    NdOption option;     //!< the option
    std::size_t rank{0}; //!< place of its part in the order
    std::size_t size{0}; //!< octets
};

/// Distributes options over messages.
class Splitter
{
  public:
    /**
     * \param size largest message, octets
     * \param header of the messages
     * \param pvd option without contained ones, or null
     * \param rank place of the PvD option in the order
     */
    Splitter(std::size_t size, const RaHeader& header, const PvdOption* pvd, std::size_t rank)
        : m_size(size),
          m_header(header),
          m_pvd(pvd),
          m_rank(rank)
    {
        if (pvd)
        {
            m_pvdSize = SerializeOption(*pvd).value_or(std::vector<uint8_t>()).size();
        }
        Begin();
    }

    /// \return octets that an option can have in a message of its own
    std::size_t GetRoom(bool contained) const
    {
        const std::size_t fixed = RaHeader::SIZE + m_pvdSize;
        const std::size_t left = m_size > fixed ? m_size - fixed : 0;
        const std::size_t most = contained ? MOST_OCTETS - m_pvdSize : MOST_OCTETS;
        return std::min(left, most);
    }

    /// Put an option into this message or the next one. \param contained in the PvD option or not
    void Add(Piece piece, bool contained)
    {
        std::string error;
        const auto octets =
            std::visit([&error](const auto& value) { return SerializeOption(value, &error); },
                       piece.option);
        if (!octets)
        {
            m_built.unsendable.push_back(error);
            return;
        }
        piece.size = octets->size();
        if (piece.size > GetRoom(contained))
        {
            m_built.unsendable.push_back("an option of type " + std::to_string(octets->front()) +
                                         " has " + std::to_string(piece.size) +
                                         " octets, and a message has room for " +
                                         std::to_string(GetRoom(contained)) + ": make it smaller");
            return;
        }
        if (!HasRoom(piece.size, contained))
        {
            End();
            Begin();
        }
        m_left -= piece.size;
        m_containerLeft -= contained ? piece.size : 0;
        (contained ? m_contained : m_outer).push_back(std::move(piece));
    }

    /// \return all messages
    PvdBuiltAdvertisement Finish()
    {
        End();
        return std::move(m_built);
    }

  private:
    bool HasRoom(std::size_t size, bool contained) const
    {
        return size <= m_left && (!contained || size <= m_containerLeft);
    }

    void Begin()
    {
        const std::size_t fixed = RaHeader::SIZE + m_pvdSize;
        m_left = m_size > fixed ? m_size - fixed : 0;
        m_containerLeft = MOST_OCTETS - m_pvdSize;
        m_outer.clear();
        m_contained.clear();
    }

    void End()
    {
        RouterAdvertisement message;
        message.header = m_header;
        bool isPvdMissing = m_pvd != nullptr;
        for (const Piece& piece : m_outer)
        {
            if (isPvdMissing && piece.rank > m_rank)
            {
                message.options.emplace_back(MakePvd());
                isPvdMissing = false;
            }
            std::visit([&](const auto& value) { message.options.emplace_back(value); },
                       piece.option);
        }
        if (isPvdMissing)
        {
            message.options.emplace_back(MakePvd());
        }
        m_built.messages.push_back(std::move(message));
    }

    PvdOption MakePvd() const
    {
        PvdOption option = *m_pvd;
        for (const Piece& piece : m_contained)
        {
            option.options.push_back(piece.option);
        }
        return option;
    }

    std::size_t m_size;             //!< largest message
    RaHeader m_header;              //!< of all messages
    const PvdOption* m_pvd;         //!< of all messages, or null
    std::size_t m_rank;             //!< its place
    std::size_t m_pvdSize{0};       //!< its octets without contained options
    std::size_t m_left{0};          //!< octets left in this message
    std::size_t m_containerLeft{0}; //!< octets left in its PvD option
    std::vector<Piece> m_outer;     //!< of this message
    std::vector<Piece> m_contained; //!< of its PvD option
    PvdBuiltAdvertisement m_built;  //!< the result
};

/// What turns lifetimes that are configured into those that are sent.
struct Lifetimes
{
    const PvdAdvertisingInterface& interface; //!< configured
    const PvdAdvertisingMoment& moment;       //!< now
    const PvdWithdrawal& withdrawal;          //!< of the uplink
    bool isDown;                              //!< the uplink is

    uint32_t CountDown(uint32_t lifetime, bool decrement) const
    {
        if (!decrement || lifetime == ND_INFINITE_LIFETIME)
        {
            return lifetime;
        }
        return lifetime > moment.elapsed ? static_cast<uint32_t>(lifetime - moment.elapsed) : 0;
    }

    uint32_t Get(const std::optional<uint32_t>& lifetime,
                 bool endsWithRouter,
                 bool isWithdrawn) const
    {
        if ((moment.ceasing && endsWithRouter) || (isDown && isWithdrawn))
        {
            return 0;
        }
        return lifetime.value_or(interface.GetDefaultLifetime());
    }
};

RaHeader
MakeHeader(const PvdAdvertisedHeader& from, const Lifetimes& lifetimes)
{
    RaHeader header;
    header.curHopLimit = from.curHopLimit;
    header.managed = from.managed;
    header.otherConfig = from.otherConfig;
    header.homeAgent = from.homeAgent;
    const bool isRouter = !lifetimes.moment.ceasing && lifetimes.moment.forwarding &&
                          !(lifetimes.isDown && lifetimes.withdrawal.defaultRouter);
    header.routerLifetime =
        isRouter ? from.defaultLifetime.value_or(lifetimes.interface.GetDefaultLifetime()) : 0;
    header.preference = header.routerLifetime ? from.preference : RouterPreference::MEDIUM;
    header.reachableTime = from.reachableTime;
    header.retransTimer = from.retransTimer;
    return header;
}

PrefixInformationOption
MakePrefix(const PvdAdvertisedPrefix& from, const Lifetimes& lifetimes)
{
    PrefixInformationOption option;
    option.prefix = MaskPrefix(from.prefix, from.length);
    option.prefixLength = from.length;
    option.onLink = from.onLink;
    option.autonomous = from.autonomous;
    option.routerAddress = from.routerAddress;
    option.pdPreferred = from.pdPreferred;
    if (from.routerAddress)
    {
        option.interfaceId = MaskInterfaceId(from.prefix, from.length);
    }
    option.validLifetime = lifetimes.CountDown(from.validLifetime, from.decrementLifetimes);
    option.preferredLifetime = lifetimes.CountDown(from.preferredLifetime, from.decrementLifetimes);
    if (lifetimes.isDown && lifetimes.withdrawal.prefixes)
    {
        option.preferredLifetime = 0;
    }
    if (lifetimes.moment.ceasing && from.deprecateAtEnd)
    {
        option.preferredLifetime = 0;
        option.validLifetime = std::min(option.validLifetime, FINAL_VALID_LIFETIME);
    }
    return option;
}

/// Writes the options of one level, in order.
class Writer
{
  public:
    Writer(Splitter& splitter,
           const Lifetimes& lifetimes,
           const PvdAdvertisedOptions& options,
           bool contained)
        : m_splitter(splitter),
          m_lifetimes(lifetimes),
          m_options(options),
          m_isContained(contained)
    {
    }

    /// Write the options of a part. \param part which \param rank its place in the order
    void Write(Part part, std::size_t rank)
    {
        m_rank = rank;
        switch (part)
        {
        case Part::PREFIXES:
            for (const PvdAdvertisedPrefix& prefix : m_options.prefixes)
            {
                Add(MakePrefix(prefix, m_lifetimes));
            }
            break;
        case Part::ROUTES:
            std::for_each(m_options.routes.begin(),
                          m_options.routes.end(),
                          [this](const auto& route) { AddRoute(route); });
            break;
        case Part::RESOLVERS:
            std::for_each(m_options.resolvers.begin(),
                          m_options.resolvers.end(),
                          [this](const auto& list) { AddResolvers(list); });
            break;
        case Part::DOMAINS:
            std::for_each(m_options.domains.begin(),
                          m_options.domains.end(),
                          [this](const auto& list) { AddDomains(list); });
            break;
        case Part::OTHERS:
            std::for_each(m_options.others.begin(),
                          m_options.others.end(),
                          [this](const auto& option) { Add(option); });
            break;
        default:
            WriteSingle(part);
        }
    }

  private:
    void WriteSingle(Part part)
    {
        if (part == Part::MTU && m_options.linkMtu != 0)
        {
            MtuOption option;
            option.mtu = m_options.linkMtu;
            Add(option);
        }
        if (part == Part::CAPTIVE_PORTAL && !m_options.captivePortal.empty())
        {
            CaptivePortalOption option;
            option.uri = m_options.captivePortal;
            Add(option);
        }
        const auto& address = m_lifetimes.moment.linkLayerAddress;
        if (part == Part::SOURCE_LINK_LAYER_ADDRESS && !m_isContained && !address.empty() &&
            !m_lifetimes.moment.bare && m_lifetimes.interface.sourceLinkLayerAddress)
        {
            SourceLinkLayerAddressOption option;
            option.address = address;
            Add(option);
        }
    }

    void AddRoute(const PvdAdvertisedRoute& from)
    {
        RouteInformationOption option;
        option.prefix = MaskPrefix(from.prefix, from.length);
        option.prefixLength = from.length;
        option.preference = from.preference;
        option.lifetime =
            m_lifetimes.Get(from.lifetime, from.removeAtEnd, m_lifetimes.withdrawal.routes);
        Add(option);
    }

    void AddResolvers(const PvdAdvertisedResolvers& from)
    {
        const std::size_t room = m_splitter.GetRoom(m_isContained);
        const std::size_t most =
            std::clamp<std::size_t>(room > LIST_HEADER ? (room - LIST_HEADER) / ADDRESS : 0,
                                    1,
                                    MOST_ADDRESSES);
        for (std::size_t at = 0; at < from.addresses.size(); at += most)
        {
            RecursiveDnsServerOption option;
            option.lifetime =
                m_lifetimes.Get(from.lifetime, from.flushAtEnd, m_lifetimes.withdrawal.resolvers);
            const auto begin = from.addresses.begin() + at;
            option.addresses.assign(begin, begin + std::min(most, from.addresses.size() - at));
            Add(option);
        }
    }

    void AddDomains(const PvdAdvertisedDomains& from)
    {
        const std::size_t room = m_splitter.GetRoom(m_isContained);
        DnsSearchListOption option;
        option.lifetime =
            m_lifetimes.Get(from.lifetime, from.flushAtEnd, m_lifetimes.withdrawal.resolvers);
        std::size_t size = LIST_HEADER;
        for (const PvdDomainName& domain : from.domains)
        {
            // Padding never passes the room, which is a multiple of 8 less what all options take.
            if (!option.domains.empty() && size + domain.GetWire().size() > room / 8 * 8)
            {
                Add(option);
                option.domains.clear();
                size = LIST_HEADER;
            }
            option.domains.push_back(domain);
            size += domain.GetWire().size();
        }
        Add(option);
    }

    void Add(NdOption option)
    {
        m_splitter.Add({std::move(option), m_rank, 0}, m_isContained);
    }

    Splitter& m_splitter;                  //!< where options go
    const Lifetimes& m_lifetimes;          //!< what is sent as lifetimes
    const PvdAdvertisedOptions& m_options; //!< what is written
    bool m_isContained;                    //!< inside the PvD option
    std::size_t m_rank{0};                 //!< of the part being written
};

PvdOption
MakePvdOption(const PvdAdvertisedPvd& from, const Lifetimes& lifetimes)
{
    PvdOption option;
    option.id = from.id;
    option.http = from.http;
    option.legacy = from.legacy;
    option.delay = from.http ? from.delay : 0;
    option.sequence = from.http ? from.sequence : 0;
    if (from.header)
    {
        option.header = MakeHeader(*from.header, lifetimes);
    }
    return option;
}

} // namespace

PvdBuiltAdvertisement
BuildAdvertisement(const PvdAdvertisingInterface& interface,
                   const PvdAdvertisement& advertisement,
                   const PvdAdvertisingMoment& moment)
{
    const auto isDown = [&moment](const std::string& uplink) {
        return moment.downUplinks.count(uplink) != 0;
    };
    const Lifetimes outer{interface,
                          moment,
                          advertisement.withdrawal,
                          isDown(advertisement.uplink)};
    const PvdAdvertisedPvd* pvd = advertisement.pvd ? &*advertisement.pvd : nullptr;
    const PvdWithdrawal none;
    const Lifetimes inner{interface,
                          moment,
                          pvd ? pvd->withdrawal : none,
                          pvd && isDown(pvd->uplink)};
    const PvdOption option = pvd ? MakePvdOption(*pvd, inner) : PvdOption();
    const std::vector<Part> order = GetOrder(interface.order);
    const std::size_t rank = std::find(order.begin(), order.end(), Part::PVD) - order.begin();
    const uint32_t largest = interface.largestPacket
                                 ? std::min(interface.largestPacket, moment.linkMtu)
                                 : moment.linkMtu;
    Splitter splitter(largest > IPV6_HEADER ? largest - IPV6_HEADER : 0,
                      MakeHeader(advertisement.header, outer),
                      pvd ? &option : nullptr,
                      rank);
    const PvdAdvertisedOptions nothing;
    Writer writer(splitter, outer, moment.bare ? nothing : advertisement.options, false);
    for (std::size_t i = 0; i < order.size(); ++i)
    {
        writer.Write(order[i], i);
    }
    Writer containedWriter(splitter, inner, pvd && !moment.bare ? pvd->options : nothing, true);
    for (std::size_t i = 0; i < order.size(); ++i)
    {
        containedWriter.Write(order[i], i);
    }
    return splitter.Finish();
}

} // namespace ns3
