/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef PVD_RADVD_CONFIGURATION_H
#define PVD_RADVD_CONFIGURATION_H

#include "pvd-router-configuration.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace ns3
{

/**
 * \ingroup pvd-router
 * \brief What a file of radvd says: the grammar of radvd 2.19, with the block `pvd NAME { ... };`
 * of the radvd for PvDs.
 *
 * A text is read as a whole: all that is wrong with it is told, each with its place. What radvd
 * leaves to the machine (IgnoreIfMissing) is read and means nothing here; what cannot be modelled
 * (a prefix "::/64" of whatever addresses there are, 6to4) is refused. The defaults are those of
 * radvd, except that the Router Lifetime of an inner header is 3 MaxRtrAdvInterval as that of an
 * outer one. Several blocks for one interface are several advertisements of it, as of several
 * daemons; the first that sends says when they leave. Several `pvd` blocks of one interface are an
 * advertisement each, of which the first has what is outside of them; the others have the same
 * outer header, and no outer options.
 *
 * Beyond radvd, AdvCaptivePortalAPI "URI"; and in a pvd block AdvPvdIdDelay 0..15 are known.
 */
struct PvdRadvdConfiguration
{
    /// Something wrong.
    struct Mistake
    {
        std::size_t line;     //!< from 1
        std::size_t column;   //!< from 1, octets
        std::string sentence; //!< what is wrong, and what to write instead
    };

    /// An interface block.
    struct Interface
    {
        std::string name;                      //!< as written
        PvdAdvertisingInterface configuration; //!< what is advertised
    };

    static constexpr std::size_t MOST_MISTAKES = 20; //!< told; then reading ends

    std::vector<Interface> interfaces; //!< in the order of their first blocks
    std::vector<Mistake> mistakes;     //!< in the order of the text; none: all is well

    /// \param text all of a file \return what it says, and what is wrong with it
    static PvdRadvdConfiguration Parse(const std::string& text);

    /**
     * Add a block, as of a further daemon.
     * \param block what it says; of an interface that is there already, its advertisements count.
     * One with AdvSendAdvert off adds nothing to others
     */
    void Add(const Interface& block);

    /// \param name of an interface \return what it advertises, or null
    const PvdAdvertisingInterface* Find(const std::string& name) const;

    /// \param file name of the file \return mistakes as compilers write them, a line for each:
    /// "FILE:LINE:COLUMN: SENTENCE"
    std::string Describe(const std::string& file) const;
};

} // namespace ns3

#endif /* PVD_RADVD_CONFIGURATION_H */
