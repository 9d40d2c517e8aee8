/*
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/pvd-module.h"

#include <iostream>

int
main()
{
    auto name = ns3::PvdDomainName::FromText("pvd.example.com");
    if (!name)
    {
        return 1;
    }
    std::cout << name->ToString() << std::endl;
    return 0;
}
